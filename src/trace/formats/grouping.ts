import { type Diagnostic, diagnostic } from "../../diagnostic/index.ts"
import { type Fields, kindOfName, nameOf, pointerTo, present } from "../shape.ts"

/** The keys under which recorders file the lines of one session, the narrowest first. */
export const groupKeys = ["session", "session_id", "trace_id", "test_id", "episode_id", "run_id"] as const

/** Where a line belongs: the first of the group keys that it has; lines without any make one trace. */
export function groupOf(line: Fields): { readonly group: string; readonly id?: string | undefined } {
  for (const key of groupKeys) {
    const id = nameOf(line[key])
    if (id !== undefined) return { group: `${key}:${id}`, id }
  }
  return { group: "" }
}

/** What is wrong with the keys that say where a line belongs: read over, they would mix sessions up. */
export function groupFault(line: Fields, pointer: string): Diagnostic | undefined {
  const key = groupKeys.find((name) => present(line[name]) !== undefined)
  if (key === undefined || nameOf(line[key]) !== undefined) return undefined
  const message = `\`${key}\` must be a text or a number below 2^53, not ${kindOfName(line[key])}.`
  return diagnostic("invalid-call", message, { path: pointerTo(pointer, key) })
}
