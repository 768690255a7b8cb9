import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type ReadFilesOptions, readTraces } from "../../../src/node/read-traces.ts"

let folder = ""
const at = (...names: string[]) => join(folder, ...names)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "traces-"))
  mkdirSync(at("suite", "b"), { recursive: true })
  mkdirSync(at("empty"))
  writeFileSync(at("suite", "c.jsonl"), '{"tools":["C"]}\n{oops\n{"tools":["D"]}\n')
  writeFileSync(at("suite", "a.json"), '{"tools":["A"]}')
  writeFileSync(at("suite", "b", "x.ndjson"), '{"tools":["B"]}\n')
  writeFileSync(at("suite", "notes.md"), "# notes")
  writeFileSync(at("plain"), '["P"]')
  symlinkSync(at("suite"), at("suite", "b", "loop"))
})

afterAll(() => rmSync(folder, { recursive: true }))

async function read(paths: string | string[], options?: ReadFilesOptions): Promise<string[]> {
  const seen: string[] = []
  for await (const { trace, diagnostics, place } of readTraces(paths, options)) {
    const what = trace ? trace.calls.map(({ tool }) => tool).join() : diagnostics.map(({ code }) => code).join()
    expect(diagnostics.every(({ file }) => file === place.file)).toBe(true)
    seen.push(`${place.file?.replace(`${folder}/`, "")} ${what}`)
  }
  return seen
}

test("folders are read by name, below too, links once, other files not", async () => {
  expect(await read(at("suite"))).toEqual([
    "suite/a.json A",
    "suite/b/x.ndjson B",
    "suite/c.jsonl C",
    "suite/c.jsonl invalid-json",
    "suite/c.jsonl D",
  ])
})

test("a file is read once, by whichever names", async () => {
  const linked = at("linked.jsonl")
  symlinkSync(at("suite", "c.jsonl"), linked)
  expect(
    await read([at("suite", "a.json"), at("suite", "..", "suite", "a.json"), at("suite", "b"), at("suite")]),
  ).toEqual([
    "suite/a.json A",
    "suite/b/loop/c.jsonl C",
    "suite/b/loop/c.jsonl invalid-json",
    "suite/b/loop/c.jsonl D",
    "suite/b/x.ndjson B",
  ])
  expect((await read([linked, at("suite", "c.jsonl")])).length).toBe(3)
  expect(await read([at("missing.jsonl"), at("missing.jsonl"), at("empty"), at("empty")])).toEqual([
    "missing.jsonl file-unreadable",
    "empty no-traces",
  ])
  rmSync(linked)
})

test("two files with the same content are two", async () => {
  writeFileSync(at("twin"), '["P"]')
  expect(await read([at("plain"), at("twin")])).toEqual(["plain P", "twin P"])
})

test("standard input is read once", async () => {
  async function* stdin(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode('["S"]\n')
  }
  expect(await read(["-", at("plain"), "-"], { stdin: stdin() })).toEqual(["- S", "plain P"])
})

test("a folder is searched but for the files that are written", async () => {
  mkdirSync(at("reports"))
  writeFileSync(at("reports", "report.json"), '{"tools":["R"]}')
  writeFileSync(at("reports", "t.json"), '{"tools":["T"]}')
  symlinkSync(at("reports"), at("reports-link"))
  const except = [at("reports-link", "report.json"), at("none.json")]
  expect(await read(at("reports"), { except })).toEqual(["reports/t.json T"])
  expect(await read(at("reports", "report.json"), { except })).toEqual(["reports/report.json R"])
  rmSync(at("reports", "t.json"))
  expect(await read(at("reports"), { except })).toEqual(["reports no-traces"])
})

test("what cannot be read does not cost the others", async () => {
  const paths = [at("missing.jsonl"), at("empty"), at("plain"), at("plain", "x")]
  expect(await read(paths)).toEqual([
    "missing.jsonl file-unreadable",
    "empty no-traces",
    "plain P",
    "plain/x file-unreadable",
  ])
})

test("standard input, with progress", async () => {
  async function* stdin(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode('["S"')
    yield new TextEncoder().encode(', "T"]\n')
  }
  const seen: [number, number | undefined][] = []
  expect(await read("-", { stdin: stdin(), onProgress: (bytes, total) => seen.push([bytes, total]) })).toEqual([
    "- S,T",
  ])
  expect(seen).toEqual([
    [4, undefined],
    [11, undefined],
  ])
  await read(at("suite"), { onProgress: (bytes, total) => seen.push([bytes, total]) })
  expect(seen.at(-1)).toEqual([69, 69])
})

test("a document that is too large is refused unread, JSONL is not", async () => {
  expect(await read(at("suite", "a.json"), { maxInputBytes: 3 })).toEqual(["suite/a.json trace-too-large"])
  expect(await read(at("suite", "b", "x.ndjson"), { maxInputBytes: 3 })).toEqual(["suite/b/x.ndjson B"])
  expect(await read(at("plain"), { maxInputBytes: 3, format: "json" })).toEqual(["plain trace-too-large"])
})

test("a format can be named", async () => {
  expect(await read(at("plain"), { from: "openai-chat" })).toEqual(["plain unreadable-trace"])
})
