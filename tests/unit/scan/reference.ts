import { expect } from "vitest"
import { BROKEN, TRACE_END } from "../../../assembly/scan/scan-abi.ts"
import { detectFormat } from "../../../src/trace/detect.ts"
import { native } from "../../../src/trace/formats/native.ts"
import { parseJson } from "../../../src/trace/json-text.ts"
import type { Call, Trace } from "../../../src/trace/model.ts"
import type { SeenCall, SeenUnit } from "./scan-core.ts"

const statuses = [undefined, "ok", "error", "denied", "pending"]

/** The lines of JSONL that are not blank, without their ends; from 1. */
export function linesOf(bytes: Uint8Array): { line: number; bytes: Uint8Array }[] {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const rest = marked ? bytes.subarray(3) : bytes
  const lines: { line: number; bytes: Uint8Array }[] = []
  for (let from = 0, line = 1; from < rest.length; line++) {
    const feed = rest.indexOf(10, from)
    const end = feed < 0 ? rest.length : feed
    const piece = rest.subarray(from, end)
    if (!piece.every((byte) => byte === 32 || byte === 9 || byte === 13)) lines.push({ line, bytes: piece })
    from = end + 1
  }
  return lines
}

/** What the slow way makes of one unit, or why it is none. */
export function slowly(text: string): Trace | string {
  const parsed = parseJson(text)
  if (parsed.kind !== "value") return parsed.kind
  const [reading] = native.read(parsed.value, "")
  if (!reading?.trace || reading.diagnostics.length > 0) return reading?.diagnostics[0]?.message ?? "nothing"
  return reading.trace
}

/** A unit that the scanner took says what the slow way says. `full`: what it took must be JSON. */
export function expectAgreement(unit: SeenUnit, full: boolean): void {
  if (unit.code !== TRACE_END) return
  const trace = slowly(unit.text)
  if (!full && trace === "fault") return
  if (typeof trace === "string") throw new Error(`taken: ${unit.text.slice(0, 400)}\nbut it is ${trace}`)
  expect(unit.id === undefined ? undefined : JSON.parse(unit.id)).toBe(trace.id)
  expect(unit.calls.map(spelledOut)).toEqual(trace.calls.map(withoutErrors))
  const value: unknown = JSON.parse(unit.text)
  if (unit.certain && !unit.rivals) expect(native.probe(value)?.strength).toBe("certain")
  if (!unit.rivals) expect(detectFormat(value, undefined)).toMatchObject({ kind: "found", format: { name: "native" } })
}

function spelledOut(call: SeenCall): object {
  const status = statuses[call.status] ?? (call.error ? "error" : call.result !== undefined ? "ok" : undefined)
  return {
    tool: JSON.parse(call.tool),
    ...(call.args !== undefined && { args: JSON.parse(call.args) }),
    ...(call.result !== undefined && { result: JSON.parse(call.result) }),
    ...(call.agent !== undefined && { agent: JSON.parse(call.agent) }),
    ...(call.id !== undefined && { id: JSON.parse(call.id) }),
    ...(status !== undefined && { status }),
    ...(call.step !== -1 && { step: call.step }),
    ...(call.turn !== -1 && { turn: call.turn }),
    ...(!Number.isNaN(call.time) && { time: call.time }),
    failed: call.error,
  }
}

function withoutErrors(call: Call): object {
  const { error, parent: _parent, ...rest } = call as Call & { error?: unknown; parent?: string }
  return { ...rest, failed: error !== undefined }
}

/** Every line is told of once, in order, and rightly. */
export function expectLines(units: readonly SeenUnit[], bytes: Uint8Array, full: boolean): void {
  const lines = linesOf(bytes)
  expect(units.map(({ line }) => line)).toEqual(lines.map(({ line }) => line))
  for (const unit of units) {
    expect([TRACE_END, BROKEN]).toContain(unit.code)
    expectAgreement(unit, full)
  }
  for (const [k, line] of lines.entries()) {
    if (units[k]?.code === TRACE_END) new TextDecoder("utf-8", { fatal: true }).decode(line.bytes)
  }
}
