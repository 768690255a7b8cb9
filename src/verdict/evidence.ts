import { CELL_CLEARS, CELL_MARKS, LOG_WORDS } from "../../assembly/abi.ts"

/**
 * The calls that matter, rule by rule, read off the log of one run (semantics, section 5). Only the
 * rules asked for; a rule that marks no calls has none.
 */
export function evidenceOf(log: ArrayLike<number>, rules: ReadonlySet<number>): ReadonlyMap<number, readonly number[]> {
  const evidence = new Map<number, number[]>()
  for (const rule of rules) evidence.set(rule, [])
  for (let at = 0; at < log.length; at += LOG_WORDS) {
    const calls = evidence.get(log[at] ?? 0)
    if (calls === undefined) continue
    const flags = log[at + 3] ?? 0
    if ((flags & CELL_CLEARS) !== 0) calls.length = 0
    if ((flags & CELL_MARKS) !== 0) calls.push(log[at + 1] ?? 0)
  }
  return evidence
}
