import { type Fields, nameOf } from "../shape.ts"

/** The keys under which recorders file the lines of one session, the narrowest first. */
export const groupKeys = ["session", "session_id", "trace_id", "test_id", "episode_id", "run_id"] as const

/** Where a line belongs: the first of the group keys that it has; lines without any make one trace. */
export function groupOf(line: Fields): { readonly group: string; readonly id?: string } {
  for (const key of groupKeys) {
    const id = nameOf(line[key])
    if (id !== undefined) return { group: `${key}:${id}`, id }
  }
  return { group: "" }
}
