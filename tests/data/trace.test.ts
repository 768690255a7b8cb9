import { createReadStream, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { expect, test } from "vitest"
import { readTraces as readFiles } from "../../src/node/read-traces.ts"
import { type ReadTrace, readTraces, streamTraces } from "../../src/trace/index.ts"

const data = resolve(process.env.ASSAY_DATA ?? resolve(import.meta.dirname, "../../../shared/data"))
const file = resolve(data, "tau-bench/gpt-4o-airline.json")

interface Message {
  readonly role: string
  readonly tool_call_id?: string
  readonly content?: string
}
const records: { task_id: number; trial: number; traj: Message[] }[] = JSON.parse(readFileSync(file, "utf8"))
const toolMessages = records.flatMap(({ traj }) => traj.filter(({ role }) => role === "tool"))

const callsOf = (items: readonly ReadTrace[]) => items.flatMap(({ trace }) => trace?.calls ?? [])

async function collect(items: AsyncIterable<ReadTrace>): Promise<ReadTrace[]> {
  const list: ReadTrace[] = []
  for await (const item of items) list.push(item)
  return list
}

test("the airline trajectories are 200 traces of 1,164 calls, 18 of them without any", () => {
  const { traces, format, container, evidence, diagnostics } = readTraces(readFileSync(file), { filename: file })
  expect({ format, container, diagnostics }).toEqual({ format: "openai-chat", container: "json", diagnostics: [] })
  expect(evidence).toMatch(/traj\[\d+\]\.tool_calls\[0\]\.function\.arguments/)
  expect(traces.length).toBe(200)
  expect(callsOf(traces).length).toBe(1164)
  expect(traces.filter(({ trace }) => trace?.calls.length === 0).length).toBe(18)
  expect(traces.map(({ trace }) => trace?.id)).toEqual(records.map(({ task_id, trial }) => `${task_id}/${trial}`))
  expect(traces.map(({ place }) => place.pointer)).toEqual(records.map((_, k) => `/${k}`))
})

test("every answer of a tool stands at its call, although ids repeat", () => {
  const { traces } = readTraces(readFileSync(file), { filename: file })
  const answered = callsOf(traces).filter(({ status }) => status === "ok")
  expect(answered.length).toBe(toolMessages.length)
  expect(answered.map(({ id }) => id)).toEqual(toolMessages.map((message) => message.tool_call_id))
  expect(answered.map(({ result }) => result)).toEqual(toolMessages.map((message) => message.content))
  const repeating = traces.filter(
    ({ trace }) => new Set(trace?.calls.map(({ id }) => id)).size < (trace?.calls.length ?? 0),
  )
  expect(repeating.length).toBeGreaterThan(40)
})

test("every call has its arguments, its step and its turn", () => {
  for (const { trace } of readTraces(readFileSync(file), { filename: file }).traces) {
    expect(trace?.calls.map(({ step }) => step)).toEqual(trace?.calls.map((_, k) => k))
    for (const call of trace?.calls ?? []) {
      expect(call.args).toBeTypeOf("object")
      expect(call.turn).toBeGreaterThan(0)
    }
  }
})

test("files and streams give the same traces as bytes, with progress up to the end", async () => {
  const expected = readTraces(readFileSync(file), { filename: file }).traces
  expect(await collect(streamTraces(createReadStream(file, { highWaterMark: 9973 }), { filename: file }))).toEqual(
    expected,
  )
  const progress: [number, number | undefined][] = []
  const items = await collect(readFiles(file, { onProgress: (read, total) => progress.push([read, total]) }))
  expect(items).toEqual(expected)
  expect(progress.at(-1)).toEqual([readFileSync(file).length, readFileSync(file).length])
})

test("the same records as JSONL, and one cut off, are the same traces", () => {
  const lines = records.map((record) => JSON.stringify(record))
  const traces = readTraces(lines.join("\n")).traces
  expect(callsOf(traces).length).toBe(1164)
  expect(traces.map(({ place }) => place.line)).toEqual(lines.map((_, k) => k + 1))
  const cut = readTraces(readFileSync(file).subarray(0, 2_000_000), { filename: file })
  expect(cut.traces.length).toBeGreaterThan(50)
  expect(cut.traces.filter(({ trace }) => !trace).length).toBe(1)
  expect(cut.diagnostics.map(({ code }) => code)).toEqual(["truncated-input"])
})
