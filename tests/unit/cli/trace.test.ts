import { readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { plainPaint, textWidth, WaterfallRenderer } from "../../../src/report/index.ts"
import { type Call, readTraces, type Trace } from "../../../src/trace/index.ts"
import { assay, folder, jsonl } from "./command.ts"

const session: Trace = {
  id: "s-7",
  calls: [
    {
      tool: "verify",
      args: { email: "kim@example.com" },
      result: 1,
      status: "ok",
      time: 1000,
      turn: 1,
      agent: "front",
    },
    { tool: "plan", id: "p", time: 2300, turn: 1, agent: "front" },
    { tool: "search_web", id: "x", parent: "p", step: 3, time: 2400, agent: "researcher", status: "ok" },
    { tool: "fetch", parent: "x", time: 2500, status: "error", error: { message: "timed out" } },
    { tool: "search_docs", parent: "p", step: 3, time: 2400, agent: "researcher", status: "pending" },
    { tool: "search_mail", parent: "p", step: 3, time: 2400 },
    { tool: "delete_all", status: "denied", time: 9000, turn: 2, agent: "front" },
    { tool: "refund", time: 69_000, turn: 2, status: "ok" },
  ],
}

function render(calls: readonly Call[], width = 80, verbose = false): { lines: string[]; legend: string[] } {
  const renderer = new WaterfallRenderer({ paint: plainPaint, width, verbose })
  const lines = renderer.render({ calls }, { file: "t.jsonl", line: 1 })
  return { lines, legend: renderer.legend() }
}

/** The line of a call, cut at the times. */
function rowOf(lines: readonly string[], tool: string): string {
  return lines.find((line) => line.includes(tool)) ?? ""
}

describe("the tree of calls", () => {
  const { lines, legend } = render(session.calls)

  test("numbers calls as verdicts do, marks their status, and puts children below their parent", () => {
    const rows = lines.filter((line) => /^ {2}[\d-] /.test(line)).map((line) => line.slice(0, 33).trimEnd())
    expect(rows).toEqual([
      '  0 ✓   @front verify(email: "kim',
      "  1 ·   plan",
      "  2 ✓   ╭ @researcher search_web",
      "  3 ✗   │   fetch",
      "  4 …   ├ @researcher search_docs",
      "  5 ·   ╰ search_mail",
      "  - ⊘   @front delete_all",
      "  6 ✓   refund",
    ])
    expect(lines.filter((line) => /^ {2}turn \d$/.test(line))).toEqual(["  turn 1", "  turn 2"])
    expect(lines.some((line) => line.includes('error: {message: "timed out"}'))).toBe(true)
    expect(legend.length).toBe(4)
  })

  test("tells when a call was made and how long it is to the next one, whichever that is", () => {
    expect(rowOf(lines, "verify")).toMatch(/ \+0 ms {3}1\.3 s ━$/)
    expect(rowOf(lines, "search_docs")).toMatch(/ \+1\.4 s {2}100 ms ━$/)
    expect(rowOf(lines, "delete_all")).toMatch(/ \+8\.0 s {2}1m 00s {2}━{14}$/)
    expect(rowOf(lines, "refund")).toMatch(/ \+1m 08s {24}•$/)
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(80)
  })

  test("speaks of no times, steps and agents where none are recorded", () => {
    const plain = render([{ tool: "a" }, { tool: "b" }])
    expect(plain).toEqual({ lines: ["trace  t.jsonl:1, 2 calls", "  0 · a", "  1 · b"], legend: [] })
  })

  test("a trace without calls is a line", () => {
    expect(render([]).lines).toEqual(["trace  t.jsonl:1, 0 calls"])
  })

  test("calls that are each other's parents, or their own, are still shown once", () => {
    const { lines } = render([
      { tool: "a", id: "1", parent: "2" },
      { tool: "b", id: "2", parent: "1" },
      { tool: "c", id: "3", parent: "3" },
      { tool: "d", parent: "gone" },
    ])
    expect(
      lines
        .slice(1)
        .map((line) => line.trim().at(-1))
        .sort(),
    ).toEqual(["a", "b", "c", "d"])
  })

  test("an id that repeats means the latest call before", () => {
    const { lines } = render([
      { tool: "first", id: "i" },
      { tool: "second", id: "i" },
      { tool: "child", parent: "i" },
    ])
    expect(lines.slice(1)).toEqual(["  0 · first", "  1 · second", "  2 ·   child"])
  })

  test("a chain of 100,000 calls is drawn as deep as there is room, and cut", () => {
    const calls = Array.from({ length: 100_000 }, (_, index) => ({ tool: "t", id: `${index}`, parent: `${index - 1}` }))
    const { lines } = render(calls)
    expect(lines.length).toBe(202)
    expect(lines.at(-1)).toContain("99800 more calls")
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(80)
    expect(render(calls, 80, true).lines.length).toBe(100_001)
  })

  test("shows every call once, in 40 columns and more, whatever is recorded", () => {
    const name = fc.oneof(fc.string({ unit: "binary", maxLength: 30 }), fc.constantFrom("1", "2", "3"))
    const call = fc.record(
      {
        tool: name,
        id: fc.constantFrom("1", "2", "3"),
        parent: fc.constantFrom("1", "2", "3", "4"),
        agent: name,
        step: fc.nat(2),
        turn: fc.nat(2),
        time: fc.oneof(fc.nat(5000), fc.double({ noNaN: true, noDefaultInfinity: true })),
        status: fc.constantFrom("ok" as const, "error" as const, "denied" as const, "pending" as const),
        error: fc.jsonValue(),
        args: fc.dictionary(name, fc.jsonValue(), { maxKeys: 3 }),
      },
      { requiredKeys: ["tool"] },
    )
    fc.assert(
      fc.property(fc.array(call, { maxLength: 25 }), fc.integer({ min: 40, max: 120 }), (calls, width) => {
        const { lines } = render(calls as Call[], width)
        const rows = lines.filter((line) => /^ *(\d+|-) [✓✗⊘…·] /.test(line))
        expect(rows.length).toBe(calls.length)
        for (const line of lines.slice(1)) expect(textWidth(line)).toBeLessThanOrEqual(width)
        expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      }),
    )
  })
})

describe("assay trace", () => {
  test("needs no policy and says what is cut", async () => {
    const at = await folder({
      "many.jsonl": jsonl(Array.from({ length: 12 }, (_, k) => ({ id: `t${k}`, tools: ["a"] }))),
    })
    const shown = await assay(["trace", at("many.jsonl")])
    expect([shown.code, shown.stderr]).toEqual([0, ""])
    expect(shown.stdout.match(/^trace /gm)?.length).toBe(10)
    expect(shown.stdout).toContain("--all")
    expect((await assay(["trace", at("many.jsonl"), "--all"])).stdout.match(/^trace /gm)?.length).toBe(12)
    expect((await assay(["trace", at("many.jsonl"), "--limit", "2"])).stdout.match(/^trace /gm)?.length).toBe(2)
    expect((await assay(["trace", at("many.jsonl"), "--trace-id", "t11"])).stdout).toContain("t11")
  })

  test("shows an id whole, so that it can be asked for, and a file by its name, in 80 columns but for the id", async () => {
    const ids = ["short", "i".repeat(70), "k".repeat(300)]
    const long = "a-folder-with-a-long-name/another-folder-with-a-long-name/and-a-third-one/session-recordings.jsonl"
    const at = await folder({ [long]: jsonl(ids.map((id) => ({ id, tools: ["a"] }))) })
    const { stdout } = await assay(["trace", at(long)])
    const lines = stdout.split("\n")
    expect(lines.filter((line) => /^(trace| {7}\S)/.test(line))).toEqual([
      "trace  short  session-recordings.jsonl:1, 1 call",
      `trace  ${ids[1]}`,
      "       session-recordings.jsonl:2, 1 call",
      `trace  ${ids[2]}`,
      "       session-recordings.jsonl:3, 1 call",
    ])
    for (const id of ids) expect((await assay(["trace", at(long), "--trace-id", id])).code).toBe(0)
    const name = `${"long-name-".repeat(20)}.jsonl`
    const other = await folder({ [name]: '["a"]\n' })
    for (const line of (await assay(["trace", other(name)])).stdout.split("\n")) {
      expect(textWidth(line)).toBeLessThanOrEqual(80)
    }
  })

  test("an id of a megabyte is cut all the same", () => {
    const renderer = new WaterfallRenderer({ paint: plainPaint, width: 80, verbose: false })
    expect(renderer.render({ id: "x".repeat(1e6), calls: [] }, {})[0]?.length).toBeLessThan(1100)
  })

  test("passes by what it writes itself, and overwrites nothing that it reads", async () => {
    const at = await folder({ "runs/a.jsonl": '["a"]\n' })
    const words = ["trace", at("runs"), "--format", "json", "--output", at("runs/shown.jsonl")]
    for (let nth = 0; nth < 2; nth++) {
      expect((await assay(words)).code).toBe(0)
      expect(readFileSync(at("runs/shown.jsonl"), "utf8")).toBe('{"calls":[{"tool":"a"}]}\n')
    }
    const { code, stderr } = await assay(["trace", at("runs/a.jsonl"), "--output", at("runs/a.jsonl")])
    expect([code, stderr]).toEqual([2, expect.stringContaining("overwrite")])
    expect(readFileSync(at("runs/a.jsonl"), "utf8")).toBe('["a"]\n')
  })

  test("JSON is the native form, which reads back as the same traces", async () => {
    const at = await folder({ "one.jsonl": jsonl([session, ["a", "b"]]) })
    const { code, stdout } = await assay(["trace", at("one.jsonl"), "--format", "json"])
    expect(code).toBe(0)
    const again = readTraces(stdout).traces.map(({ trace }) => trace)
    expect(again[0]).toEqual(session)
    expect(again[1]).toEqual({ calls: [{ tool: "a" }, { tool: "b" }] })
  })

  test("shows what it can read and tells what it cannot", async () => {
    const at = await folder({ "half.jsonl": `{"tools":["a"]}\n{"tools":[1]}\n{"tools":["b"]}\n` })
    const { code, stdout, stderr } = await assay(["trace", at("half.jsonl")])
    expect(code).toBe(2)
    expect(stdout.match(/^trace /gm)?.length).toBe(2)
    expect(stderr).toContain("half.jsonl:2")
  })

  test.each([
    ["no traces", ["trace"], "[usage]"],
    ["a missing file", ["trace", "/no/such.jsonl"], "[file-unreadable]"],
    ["a missing id", ["trace", "-", "--trace-id", "none"], '"none"'],
    ["a limit of none", ["trace", "-", "--limit", "0"], "--limit"],
    ["a width too small", ["trace", "-", "--width", "20"], "40 to 400"],
    ["nothing in it", ["trace", "-"], "[no-traces]"],
  ])("exit 2: %s", async (what, words, said) => {
    const { code, stderr } = await assay(words, { stdin: what === "nothing in it" ? "" : '["a"]\n' })
    expect(code).toBe(2)
    expect(stderr).toContain(said)
  })

  test("its help fits 80 columns and speaks of no violation", async () => {
    const { stdout } = await assay(["trace", "--help"])
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80)
    expect(stdout).not.toMatch(/^ {2}1 {2}/m)
  })
})
