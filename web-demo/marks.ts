import type { RuleVerdict } from "../src/index.ts"

/** The marks differ by shape, and each stands beside its word: colour is never the only carrier. */
export type MarkName =
  | "ok"
  | "violated"
  | "warned"
  | "pending"
  | "idle"
  | "vacuous"
  | "undetermined"
  | "unreadable"
  | "part"
  | "step"

/** `solid`: a filled shape with the glyph cut out. `line`: outline and glyph in one stroke. On a grid of 16. */
interface Drawing {
  readonly style: "solid" | "line"
  readonly shape: string
  readonly glyph?: string
}

const circle = "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13Z"

const drawings: Readonly<Record<MarkName, Drawing>> = {
  ok: { style: "solid", shape: circle, glyph: "M5 8.2l2.1 2.1 3.9-4.4" },
  violated: {
    style: "solid",
    shape: "M5.2 1.2h5.6L14.8 5.2v5.6L10.8 14.8H5.2L1.2 10.8V5.2Z",
    glyph: "M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6",
  },
  warned: { style: "solid", shape: "M8 1.6L15 14H1Z", glyph: "M8 6v3.6M8 11.6v.3" },
  pending: { style: "line", shape: circle, glyph: "M8 4.6V8l2.3 1.6" },
  idle: { style: "line", shape: circle },
  vacuous: { style: "line", shape: circle, glyph: "M5.4 8h5.2" },
  undetermined: {
    style: "line",
    shape:
      "M3.5 1.8h9a1.7 1.7 0 0 1 1.7 1.7v9a1.7 1.7 0 0 1-1.7 1.7h-9a1.7 1.7 0 0 1-1.7-1.7v-9a1.7 1.7 0 0 1 1.7-1.7Z",
    glyph: "M6.2 6.3a1.9 1.9 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.2M8 11.4v.3",
  },
  unreadable: { style: "line", shape: circle, glyph: "M3.6 12.4l8.8-8.8" },
  part: { style: "line", shape: "M8 2l6 6-6 6-6-6Z" },
  step: { style: "solid", shape: "M8 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5Z" },
}

const svg = "http://www.w3.org/2000/svg"

/** A mark as a picture without a name of its own; its word stands beside it. */
export function mark(name: MarkName): SVGSVGElement {
  const { style, shape, glyph } = drawings[name]
  const picture = document.createElementNS(svg, "svg")
  picture.setAttribute("viewBox", "0 0 16 16")
  picture.setAttribute("class", `mark ${style}`)
  picture.setAttribute("data-mark", name)
  picture.setAttribute("aria-hidden", "true")
  picture.append(path("shape", shape))
  if (glyph !== undefined) picture.append(path("glyph", glyph))
  return picture
}

function path(part: string, outline: string): SVGPathElement {
  const drawn = document.createElementNS(svg, "path")
  drawn.setAttribute("class", part)
  drawn.setAttribute("d", outline)
  return drawn
}

/** The mark and the word of an outcome. What was never put to the test does not look like what held. */
export function outcomeMark(rule: RuleVerdict): { readonly name: MarkName; readonly word: string } {
  switch (rule.outcome) {
    case "held":
      return rule.exercised ? { name: "ok", word: "held" } : { name: "vacuous", word: "held vacuously" }
    case "violated":
      return { name: rule.severity === "error" ? "violated" : "warned", word: "violated" }
    case "pending":
      return { name: "pending", word: "pending" }
    case "not_exercised":
      return { name: "idle", word: "not exercised" }
    case "undetermined":
      return { name: "undetermined", word: "undetermined" }
  }
}
