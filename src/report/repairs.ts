import type { Edit, Repair } from "../explain/index.ts"
import { count } from "./text.ts"

export const noRepair = "No change of one or two calls would satisfy it."

/** An edit in words: what stands before the tool's name, the name, and what stands behind it. */
export function editWords(
  { edit, call, tool }: Edit,
  calls: number,
): readonly [before: string, tool: string, after: string] {
  if (edit === "delete") return [`delete call ${call} (`, tool, ")"]
  const last = calls === 1 ? "after the only call" : `after the last of ${count(calls, "call")}`
  const end = calls === 0 ? "to the empty trace" : last
  return ["insert a call of ", tool, ` ${call < calls ? `before call ${call}` : end}`]
}

/**
 * What would have satisfied a rule, as a sentence with names in backticks; it says nothing of the other rules. `calls`
 * is how many the trace has.
 */
export function repairSentence(repairs: readonly Repair[], calls: number): string {
  if (repairs.length === 0) return noRepair
  const ways = repairs.map((repair) =>
    repair
      .map((edit) => {
        const [before, tool, after] = editWords(edit, calls)
        return `${before}\`${tool}\`${after}`
      })
      .join(", and "),
  )
  return `Would satisfy it: ${ways.join("; or ")}.`
}
