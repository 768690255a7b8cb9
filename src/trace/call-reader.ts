import { didYouMean } from "../diagnostic/index.ts"
import type { Findings } from "./findings.ts"
import type { Call, CallStatus } from "./model.ts"
import { type Fields, isFields, kindOf, kindOfName, nameOf, pointerTo, present, quote } from "./shape.ts"
import { readIsoTime } from "./time.ts"

const statuses: readonly CallStatus[] = ["ok", "error", "denied", "pending"]

/**
 * One call, from a tool name or a call object, checked field by field; undefined where a finding is an error.
 * Keys that are no fields of a call are left out. `null` is a result like others; in every other field
 * it means that the field is absent. Recorders write numbers as ids: they are read as text.
 */
export function readCall(value: unknown, pointer: string, findings: Findings): Call | undefined {
  if (typeof value === "string") return readToolName(value, pointer, findings)
  if (!isFields(value)) {
    findings.add("invalid-call", `A call must be a tool name or an object with \`tool\`, not ${kindOf(value)}.`, {
      path: pointer,
    })
    return undefined
  }
  const call = readToolName(value.tool, pointerTo(pointer, "tool"), findings, value)
  const fields = new CallFields(value, pointer, findings)
  const read: Omit<Call, "tool"> = {
    ...fields.args(),
    ...fields.answer(),
    ...fields.name("id"),
    ...fields.name("parent"),
    ...fields.name("agent"),
    ...fields.count("step"),
    ...fields.count("turn"),
    ...fields.time(),
  }
  return call && fields.valid ? { ...call, ...read } : undefined
}

/**
 * Whether `value` is a call as it stands, so that nothing needs to be made uniform but the status. Cheap: type
 * tests only, no allocation.
 */
export function isCall(value: unknown): value is Call {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false
  const call = value as { [K in keyof Call | "at" | "arguments"]?: unknown }
  return (
    isToolName(call.tool) &&
    (call.args === undefined || isFields(call.args)) &&
    call.error !== null &&
    isStatus(call.status) &&
    isTextOrAbsent(call.id) &&
    isTextOrAbsent(call.parent) &&
    isTextOrAbsent(call.agent) &&
    isCountOrAbsent(call.step) &&
    isCountOrAbsent(call.turn) &&
    (call.time === undefined || Number.isFinite(call.time)) &&
    call.at === undefined &&
    (call.arguments === undefined || call.args !== undefined)
  )
}

/** Whether `value` names a tool as it stands. */
export function isToolName(value: unknown): value is string {
  return typeof value === "string"
}

/** As {@link readCall} where nothing is wrong, and undefined elsewhere: a short way for the calls that are plain. */
export function plainCall(value: unknown): Call | undefined {
  if (!isCall(value)) return isToolName(value) ? { tool: value } : undefined
  const status = value.status ?? (value.error !== undefined ? "error" : value.result !== undefined ? "ok" : undefined)
  const call: { -readonly [K in keyof Call]: Call[K] } = { tool: value.tool }
  if (value.args !== undefined) call.args = value.args
  if (value.result !== undefined) call.result = value.result
  if (value.error !== undefined) call.error = value.error
  if (status !== undefined) call.status = status
  if (value.id !== undefined) call.id = value.id
  if (value.parent !== undefined) call.parent = value.parent
  if (value.agent !== undefined) call.agent = value.agent
  if (value.step !== undefined) call.step = value.step
  if (value.turn !== undefined) call.turn = value.turn
  if (value.time !== undefined) call.time = value.time
  // A getter may say something else the second time: what counts is what was copied.
  return isCall(call) ? call : undefined
}

function isStatus(value: unknown): boolean {
  return value === undefined || value === "ok" || value === "error" || value === "denied" || value === "pending"
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || typeof value === "string"
}

function isCountOrAbsent(value: unknown): boolean {
  return value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0)
}

/** Under these keys other recorders write the name of the tool. */
const otherNames = ["name", "tool_name", "toolName", "function"]

/** `fields`: the object that the name is missing in, where there is one. */
function readToolName(
  tool: unknown,
  path: string,
  findings: Findings,
  fields: Fields = {},
): { tool: string } | undefined {
  // An empty name is a name like any other: what a guard was asked about, its log must be able to say.
  if (typeof tool === "string") return { tool }
  const other = present(tool) === undefined ? otherNames.find((key) => typeof fields[key] === "string") : undefined
  const hint = other && `\`${other}\` looks like it: rename \`${other}\` to \`tool\`.`
  findings.add("invalid-call", `The name of the tool must be a text, not ${kindOf(tool)}.`, { path, hint })
  return undefined
}

/** The optional fields of one call object; each method returns the field, or nothing. */
class CallFields {
  readonly #fields: Readonly<Record<string, unknown>>
  readonly #pointer: string
  readonly #findings: Findings
  valid = true

  constructor(fields: Readonly<Record<string, unknown>>, pointer: string, findings: Findings) {
    this.#fields = fields
    this.#pointer = pointer
    this.#findings = findings
  }

  args(): Pick<Call, "args"> {
    const args = present(this.#fields.args)
    if (isFields(args)) return { args }
    if (args !== undefined) {
      const hint = typeof args === "string" ? "Hand over the parsed object, not its JSON text." : undefined
      this.#refuse("args", `must be an object of arguments, not ${kindOf(args)}`, hint)
    } else if (present(this.#fields.arguments) !== undefined) {
      this.#findings.add("invalid-call", "`arguments` is not read: the arguments of a call stand in `args`.", {
        severity: "warning",
        path: pointerTo(this.#pointer, "arguments"),
        hint: "Rename `arguments` to `args`; until then the arguments count as not captured.",
      })
    }
    return {}
  }

  /** A result without status is `ok`, an error without status is `error` (semantics, section 1). */
  answer(): Pick<Call, "result" | "error" | "status"> {
    const { result } = this.#fields
    const error = present(this.#fields.error)
    const inferred = error !== undefined ? "error" : result !== undefined ? "ok" : undefined
    const status = this.#status() ?? inferred
    return {
      ...(result !== undefined && { result }),
      ...(error !== undefined && { error }),
      ...(status !== undefined && { status }),
    }
  }

  #status(): CallStatus | undefined {
    const status = present(this.#fields.status)
    if (status === undefined) return undefined
    const known = statuses.find((candidate) => candidate === status)
    if (known) return known
    const text = typeof status === "string"
    const near = text ? didYouMean(status, statuses) : undefined
    const came = text ? quote(status) : kindOf(status)
    this.#refuse("status", `must be ok, error, denied or pending, not ${came}`, near && `Did you mean \`${near}\`?`)
    return undefined
  }

  name(key: "id" | "parent" | "agent"): { id?: string; parent?: string; agent?: string } {
    const value = present(this.#fields[key])
    if (value === undefined) return {}
    const name = nameOf(value)
    if (name === undefined) this.#refuse(key, `must be a text or a number below 2^53, not ${kindOfName(value)}`)
    return name === undefined ? {} : { [key]: name }
  }

  count(key: "step" | "turn"): { step?: number; turn?: number } {
    const value = present(this.#fields[key])
    if (value === undefined) return {}
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return { [key]: value }
    this.#refuse(key, `must be a whole number from 0, not ${typeof value === "number" ? value : kindOf(value)}`)
    return {}
  }

  time(): { time?: number } {
    const key = present(this.#fields.time) === undefined ? "at" : "time"
    const value = present(this.#fields[key])
    if (value === undefined) return {}
    const time = typeof value === "string" ? readIsoTime(value) : value
    if (typeof time === "number" && Number.isFinite(time)) return { time }
    const came = typeof value === "string" ? quote(value) : kindOf(value)
    this.#refuse(key, `must be milliseconds since the epoch or an ISO 8601 text, not ${came}`)
    return {}
  }

  #refuse(key: string, sentence: string, hint?: string): void {
    this.valid = false
    this.#findings.add("invalid-call", `\`${key}\` ${sentence}.`, { path: pointerTo(this.#pointer, key), hint })
  }
}
