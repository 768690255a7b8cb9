import type { RuleInfo } from "../program/index.ts"

/**
 * What a rule waits for in a state, in words, or undefined when it waits for nothing. `left`: how many
 * more calls it waits, where a deadline runs.
 */
export function waitsFor(rule: RuleInfo, state: number, left: number | undefined): string | undefined {
  if (rule.type === "sequence") {
    const next = state > 0 ? rule.operands[state] : undefined
    return next === undefined ? undefined : `waits for \`${next}\``
  }
  if (rule.type === "require") return state === 0 ? `waits for \`${rule.operands[0]}\`` : undefined
  if (left === undefined) return undefined
  const operand = rule.operands[rule.type === "after" ? 1 : 0]
  return `waits for \`${operand}\` within ${left} ${left === 1 ? "call" : "calls"}`
}
