import { expect, test } from "./playground.ts"

/** Text and the grounds it stands on: 4.5 to 1. */
const texts: readonly (readonly [string, readonly string[]])[] = [
  ["ink", ["ground", "surface", "sunken", "ok-ground", "bad-ground", "warn-ground", "wait-ground"]],
  ["ink-soft", ["ground", "surface", "sunken", "bad-ground", "warn-ground", "wait-ground"]],
  ["accent", ["surface", "sunken"]],
  ["on-accent", ["accent"]],
  ["ok", ["surface", "ok-ground"]],
  ["bad", ["surface", "bad-ground"]],
  ["warn", ["surface", "warn-ground"]],
  ["wait", ["surface"]],
]

/** Outlines of controls and the ring of focus: 3 to 1. */
const outlines: readonly (readonly [string, readonly string[]])[] = [
  ["control-line", ["ground", "surface"]],
  ["accent", ["ground", "surface", "bad-ground"]],
]

for (const scheme of ["light", "dark"]) {
  test(`the colours are far enough apart, ${scheme}`, async ({ playground }) => {
    const names = [...new Set([...texts, ...outlines].flatMap(([front, backs]) => [front, ...backs]))]
    const colours = await playground.page.evaluate(readColours, { scheme, names })
    const tooClose = (pairs: typeof texts, least: number) =>
      pairs.flatMap(([front, backs]) =>
        backs.filter((back) => contrast(colours[front], colours[back]) < least).map((back) => `${front} on ${back}`),
      )
    expect(tooClose(texts, 4.5)).toEqual([])
    expect(tooClose(outlines, 3)).toEqual([])
  })
}

test("the page follows the scheme of the system", async ({ playground }) => {
  const scheme = await playground.page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)
  expect(scheme).toBe("light dark")
})

type Colour = readonly [number, number, number]

function readColours({ scheme, names }: { scheme: string; names: string[] }): Record<string, Colour> {
  document.documentElement.style.colorScheme = scheme
  const probe = document.createElement("i")
  document.body.append(probe)
  const read = (name: string): Colour => {
    probe.style.color = `var(--${name})`
    const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/\d+/g) ?? []).map(Number)
    return [red, green, blue]
  }
  return Object.fromEntries(names.map((name) => [name, read(name)]))
}

/** The contrast ratio of WCAG 2, from 1 to 21. */
function contrast(one: Colour | undefined, other: Colour | undefined): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: Colour = [0, 0, 0]): number {
  const [red = 0, green = 0, blue = 0] = colour.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
