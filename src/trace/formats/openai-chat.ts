import { readArgs } from "../args-text.ts"
import { Findings } from "../findings.ts"
import type { Call } from "../model.ts"
import { type Fields, isFields, kindOf, nameOf, pointerTo, present } from "../shape.ts"
import { type Answer, TraceBuilder } from "../trace-builder.ts"
import type { Evidence, Reading, TraceFormat } from "./format.ts"
import { groupKeys } from "./grouping.ts"

/**
 * Messages of OpenAI's Chat Completions, as an array or under `messages`, `traj` or `trajectory` of a record
 * (tau-bench: `{task_id, trial, traj, reward}`). The format has no flag for errors: what a tool answered is a result.
 */
export const openaiChat: TraceFormat = {
  name: "openai-chat",
  title: "chat messages with `tool_calls[].function`, alone or under `messages`, `traj` or `trajectory`",
  probe,
  read,
}

const messageKeys = ["messages", "traj", "trajectory"] as const
const roles: readonly unknown[] = ["system", "developer", "user", "assistant", "tool", "function"]

interface Conversation {
  readonly messages: readonly Fields[]
  readonly key: string
}

function conversationOf(value: unknown): Conversation | undefined {
  const key = isFields(value) ? (messageKeys.find((name) => Array.isArray(value[name])) ?? "") : ""
  const list = isFields(value) ? value[key] : value
  if (!Array.isArray(list) || (key === "" && list.length === 0)) return undefined
  const messages = list.filter((message): message is Fields => isFields(message) && typeof message.role === "string")
  return messages.length === list.length ? { messages, key } : undefined
}

function probe(value: unknown): Evidence | undefined {
  const conversation = conversationOf(value)
  if (!conversation) return undefined
  const { messages, key } = conversation
  // Messages of other makers share the roles; their calls stand elsewhere and would be lost without a word.
  if (messages.some(speaksOfOtherCalls)) return undefined
  for (const [k, message] of messages.entries()) {
    const seen = callEvidence(message)
    if (seen) return { strength: "certain", text: `\`${key}[${k}]${seen[0]}\` is ${seen[1]}` }
  }
  if (!messages.every((message) => roles.includes(message.role))) return undefined
  const where = key === "" ? "the array" : `\`${key}\``
  return { strength: "plausible", text: `${where} holds chat messages, none of which calls a tool` }
}

function callEvidence(message: Fields): [string, string] | undefined {
  const first = Array.isArray(message.tool_calls) ? message.tool_calls[0] : undefined
  if (isFields(first) && isFields(first.function)) {
    return [".tool_calls[0].function.arguments", kindOf(first.function.arguments)]
  }
  if (isFields(first) && isFields(first.custom)) return [".tool_calls[0].custom", "an object"]
  return isFields(message.function_call) ? [".function_call", "an object"] : undefined
}

function speaksOfOtherCalls(message: Fields): boolean {
  const { content, tool_calls: calls } = message
  const typed = Array.isArray(content) && content.some((part) => isFields(part) && namesCall(part.type))
  const foreign = Array.isArray(calls) && calls.some((call) => isFields(call) && !call.function && !call.custom)
  return typed || foreign || Object.keys(message).some((key) => isForeignList(key, message[key]))
}

/** `parts`, `toolInvocations` and the like, where they hold something. */
function isForeignList(key: string, value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && key !== "tool_calls" && /parts|tool|call|invocation/i.test(key)
}

function namesCall(type: unknown): boolean {
  return typeof type === "string" && /tool|function|call/.test(type)
}

function read(value: unknown, pointer: string): Reading[] {
  const conversation = conversationOf(value)
  const findings = new Findings()
  if (!conversation || conversation.messages.some(speaksOfOtherCalls)) {
    findings.add("unreadable-trace", "This is not a list of chat messages as OpenAI's Chat Completions writes them.", {
      path: pointer,
      hint: "Leave out `--from` to have the format detected.",
    })
    return [{ diagnostics: findings.list(), pointer }]
  }
  const { messages, key } = conversation
  const reader = new MessageReader(findings)
  const base = key === "" ? pointer : pointerTo(pointer, key)
  for (const [k, message] of messages.entries()) reader.take(message, pointerTo(base, k))
  if (findings.failed) return [{ diagnostics: findings.list(), pointer }]
  return [{ trace: reader.builder.build(idOf(value)), diagnostics: findings.list(), pointer }]
}

function idOf(value: unknown): string | undefined {
  if (!isFields(value)) return undefined
  const task = nameOf(value.task_id)
  const trial = nameOf(value.trial)
  if (task !== undefined) return trial === undefined ? task : `${task}/${trial}`
  for (const key of ["id", "conversation_id", ...groupKeys]) {
    const id = nameOf(value[key])
    if (id !== undefined) return id
  }
  return undefined
}

class MessageReader {
  readonly builder: TraceBuilder = new TraceBuilder()
  readonly #findings: Findings
  #turn = 0

  constructor(findings: Findings) {
    this.#findings = findings
  }

  take(message: Fields, pointer: string): void {
    if (message.role === "user") this.#turn++
    const calls = present(message.tool_calls)
    if (Array.isArray(calls)) {
      const path = pointerTo(pointer, "tool_calls")
      for (const [k, call] of calls.entries()) this.#toolCall(call, pointerTo(path, k), pointer)
    } else if (calls !== undefined) {
      this.#refuse(`\`tool_calls\` must be an array, not ${kindOf(calls)}.`, pointerTo(pointer, "tool_calls"))
    }
    if (isFields(message.function_call)) {
      this.#function({}, message.function_call, pointerTo(pointer, "function_call"), pointer)
    }
    if (message.role === "tool" || message.role === "function") this.#result(message, pointer)
  }

  #toolCall(value: unknown, pointer: string, step: string): void {
    const fields = isFields(value) ? value : {}
    const id = nameOf(fields.id)
    const head = id === undefined ? {} : { id }
    if (isFields(fields.function)) this.#function(head, fields.function, pointerTo(pointer, "function"), step)
    else if (isFields(fields.custom)) this.#custom(head, fields.custom, pointerTo(pointer, "custom"), step)
    else this.#refuse("A tool call must be an object with `function` or `custom`.", pointer)
  }

  #function(head: Pick<Call, "id">, called: Fields, pointer: string, step: string): void {
    const tool = this.#name(called.name, pointer)
    if (tool === undefined) return
    const args = readArgs(called.arguments, pointerTo(pointer, "arguments"), this.#findings)
    this.builder.call({ tool, ...args, ...head, turn: this.#turn }, step)
  }

  /** A custom tool takes free text, which is its one argument `input`. */
  #custom(head: Pick<Call, "id">, called: Fields, pointer: string, step: string): void {
    const tool = this.#name(called.name, pointer)
    if (tool === undefined) return
    const args = called.input === undefined ? {} : { args: { input: called.input } }
    this.builder.call({ tool, ...args, ...head, turn: this.#turn }, step)
  }

  #name(name: unknown, pointer: string): string | undefined {
    if (typeof name === "string") return name
    this.#refuse(`The name of the tool must be a text, not ${kindOf(name)}.`, pointerTo(pointer, "name"))
    return undefined
  }

  /** The name beside an id is not looked at: the id alone pairs. */
  #result(message: Fields, pointer: string): void {
    const id = nameOf(message.tool_call_id)
    const tool = nameOf(message.name)
    const whose: Pick<Answer, "id" | "tool"> = id !== undefined ? { id } : tool !== undefined ? { tool } : {}
    const orphan = this.builder.answer({ ...whose, result: message.content ?? null }, pointer)
    if (orphan) this.#findings.take(orphan)
  }

  #refuse(message: string, path: string): void {
    this.#findings.add("invalid-call", message, { path })
  }
}
