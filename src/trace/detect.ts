import { type Diagnostic, diagnostic, didYouMean } from "../diagnostic/index.ts"
import { type Evidence, type TraceFormat, traceFormats } from "./formats/index.ts"
import { isPolicyValue, policyHint } from "./policy-look.ts"
import { isFields, kindOf } from "./shape.ts"

export type Detection =
  | { readonly kind: "found"; readonly format: TraceFormat; readonly evidence: string }
  | { readonly kind: "ambiguous"; readonly candidates: readonly Candidate[] }
  | { readonly kind: "unknown" }

interface Candidate {
  readonly format: TraceFormat
  readonly evidence: Evidence
}

/**
 * The format of a document, element or line. A format that is certain beats those to which it is only plausible;
 * among equals the one that the input had so far (`current`) goes on, and else nothing is guessed.
 */
export function detectFormat(value: unknown, current: TraceFormat | undefined): Detection {
  const before = current?.probe(value)
  if (current && before?.strength === "certain") return { kind: "found", format: current, evidence: before.text }
  const candidates: Candidate[] = []
  for (const format of traceFormats) {
    const evidence = format === current ? before : format.probe(value)
    if (evidence) candidates.push({ format, evidence })
  }
  const certain = candidates.filter(({ evidence }) => evidence.strength === "certain")
  const best = certain.length > 0 ? certain : candidates
  const chosen = best.length === 1 ? best[0] : best.find(({ format }) => format === current)
  if (chosen) return { kind: "found", format: chosen.format, evidence: chosen.evidence.text }
  return best.length === 0 ? { kind: "unknown" } : { kind: "ambiguous", candidates: best }
}

/** The format that `--from` names, or what is wrong with the name. */
export function formatNamed(name: string): TraceFormat | Diagnostic {
  const format = traceFormats.find((candidate) => candidate.name === name)
  if (format) return format
  const names = traceFormats.map((candidate) => candidate.name)
  const near = didYouMean(name, names)
  return diagnostic("unknown-format", `There is no trace format named ${JSON.stringify(name)}.`, {
    hint: `${near ? `Did you mean \`${near}\`? ` : ""}Formats: ${names.join(", ")}.`,
  })
}

/** The diagnostic of a value whose format was not found. */
export function undetected(value: unknown, detection: Detection, path: string): Diagnostic {
  if (detection.kind === "ambiguous") return ambiguous(detection.candidates, path)
  if (isPolicyValue(value)) {
    return diagnostic("policy-as-trace", "This is a policy, not a trace.", { path, hint: policyHint })
  }
  const known = traceFormats.map(({ name, title }) => `${name} (${title})`).join("; ")
  return diagnostic("unknown-format", `Expected a trace, found ${describe(value)}.`, {
    path,
    hint: `Formats that are read: ${known}. Name one with \`--from\` to see what does not fit.`,
  })
}

function ambiguous(candidates: readonly Candidate[], path: string): Diagnostic {
  const readings = candidates.map(({ format, evidence }) => `${format.name} (${evidence.text})`)
  return diagnostic("ambiguous-format", `This can be read as ${readings.join(" and as ")}.`, {
    path,
    hint: `Choose one: ${candidates.map(({ format }) => `\`--from ${format.name}\``).join(" or ")}.`,
  })
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length} in which nothing is one`
  if (!isFields(value)) return kindOf(value)
  const keys = Object.keys(value)
  if (keys.length === 0) return "an object without keys"
  const shown = keys.slice(0, 6).map((key) => JSON.stringify(key.slice(0, 40)))
  return `an object with the keys ${shown.join(", ")}${keys.length > shown.length ? ", …" : ""}`
}
