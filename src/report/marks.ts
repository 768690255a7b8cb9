import type { Severity } from "../policy/index.ts"
import type { Outcome } from "../verdict/index.ts"
import type { Colour } from "./paint.ts"

/** An outcome for the eye: shape, words and colour each say it alone. */
export interface Mark {
  readonly sign: string
  readonly word: string
  readonly colour: Colour
}

const held: Mark = { sign: "✓", word: "held", colour: "green" }
const vacuous: Mark = { sign: "-", word: "held, vacuously", colour: "dim" }
const violated: Mark = { sign: "✗", word: "violated", colour: "red" }
const warned: Mark = { sign: "!", word: "violated", colour: "yellow" }

const others: Record<Exclude<Outcome, "held" | "violated">, Mark> = {
  pending: { sign: "…", word: "pending", colour: "cyan" },
  not_exercised: { sign: "○", word: "not exercised", colour: "dim" },
  undetermined: { sign: "?", word: "undetermined", colour: "yellow" },
}

/** The mark of an outcome. What was never put to the test does not look like what passed. */
export function markOf(outcome: Outcome, exercised: boolean, severity: Severity): Mark {
  if (outcome === "held") return exercised ? held : vacuous
  if (outcome === "violated") return severity === "error" ? violated : warned
  return others[outcome]
}
