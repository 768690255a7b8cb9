import { Findings } from "../findings.ts"
import { type Fields, isFields, nameOf } from "../shape.ts"
import type { Answer } from "../trace-builder.ts"
import { readAnswer, readRecordedCall } from "./assay-calls.ts"
import type { BrokenPiece, Evidence, Piece, PieceCall } from "./format.ts"
import { groupFault, groupOf } from "./grouping.ts"

/** Why a value is an event of the Rust tool, or undefined. */
export function probeEvent(value: unknown): Evidence | undefined {
  if (!isFields(value) || !isEvent(value)) return undefined
  return { strength: "certain", text: `\`type\` is \`${value.type}\`` }
}

/** An event as a piece of its episode; undefined where the value is no event. */
export function readEvent(event: Fields, pointer: string): Piece | BrokenPiece | undefined {
  if (!isEvent(event)) return undefined
  const findings = new Findings()
  const fault = groupFault(event, pointer)
  if (fault) findings.take(fault)
  const calls: PieceCall[] = []
  const answers: Answer[] = []
  if (event.type === "tool_call" || event.type === "call_tool") {
    const call = readRecordedCall(event, pointer, findings)
    const stepName = nameOf(event.step_id)
    if (call) calls.push(stepName === undefined ? { call } : { call, stepName })
  }
  if (event.type === "tool_result") {
    const id = nameOf(event.id)
    const answer = readAnswer(event, pointer, findings)
    // A line that says that a result came, and not which, still answers the call.
    answers.push({ status: "ok", ...answer, ...(id !== undefined && { id }), ...toolOf(event) })
  }
  if (findings.failed) return { broken: findings.list() }
  return { ...placeOf(event), calls, answers, ends: event.type === "episode_end", diagnostics: findings.list() }
}

/**
 * `type` alone would take lines of other makers for events: a call names its tool, a result is not a content block.
 * Events of an episode that carry no call are read over, whatever their type.
 */
function isEvent(event: Fields): boolean {
  const inEpisode = typeof event.episode_id === "string"
  switch (event.type) {
    case "tool_call":
    case "call_tool":
      return "tool_name" in event || "tool" in event
    case "tool_result":
      return "result" in event || "error" in event
    default:
      return inEpisode && typeof event.type === "string" && !("tool_name" in event) && !("tool" in event)
  }
}

/** Episodes are the units of this tool: they come before the other keys by which lines are grouped. */
function placeOf(event: Fields): { group: string; id?: string | undefined } {
  const id = nameOf(event.episode_id)
  return id === undefined ? groupOf(event) : { group: `episode_id:${id}`, id }
}

function toolOf(event: Fields): { tool?: string } {
  const tool = nameOf(event.tool_name) ?? nameOf(event.tool)
  return tool === undefined ? {} : { tool }
}
