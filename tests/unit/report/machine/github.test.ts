import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { Policy } from "../../../../src/index.ts"
import { renderGitHubAnnotations } from "../../../../src/report/machine/github.ts"
import { boundedSummary } from "../../../../src/report/machine/step-summary.ts"
import type { RunReport } from "../../../../src/report/run-report.ts"
import { expectGolden } from "../../../golden/compare.ts"
import { goldenRun, runOver } from "../../../golden/run.ts"
import { hostileRun } from "./hostile-runs.ts"

const options = { version: "1.2.3" }

interface Command {
  readonly level: string
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

/** As the runner reads a workflow command: `::level key=value,key=value::message`, then unescaped. */
function commands(text: string): Command[] {
  expect(text === "" || text.endsWith("\n")).toBe(true)
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const [, level = "", list = "", message = ""] = /^::(error|warning|notice) (.*?)::(.*)$/.exec(line) ?? []
      expect(level).not.toBe("")
      const pairs = list.split(",").map((pair): [string, string] => {
        const at = pair.indexOf("=")
        return [pair.slice(0, at), decode(pair.slice(at + 1))]
      })
      return { level, properties: Object.fromEntries(pairs), message: decode(message) }
    })
}

function decode(text: string): string {
  return text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%")
}

const policyText = `version: "1.1"
sequences:
  - id: "one, 100%: yes"
    type: max_calls
    tool: A
    max: 1
    severity: warning
  - { id: no-b, type: before, first: C, then: B }
  - { id: no-d, type: before, first: C, then: D }
`
const over = (traces: Readonly<Record<string, string>>, file = "p, 1:2.yaml"): RunReport =>
  runOver(Policy.parse(policyText), policyText, file, traces)
const annotations = (run: RunReport): Command[] => commands(renderGitHubAnnotations(run, options))

test("the golden run", () => {
  expectGolden("check.github.txt", renderGitHubAnnotations(goldenRun(), options))
})

test("no name makes a command, ends a line or adds a property", () => {
  fc.assert(
    fc.property(hostileRun, (run) => {
      for (const { level, properties } of annotations(run)) {
        expect(["error", "warning", "notice"]).toContain(level)
        for (const key of Object.keys(properties)) expect(["file", "line", "endLine", "col", "title"]).toContain(key)
      }
      expect(renderGitHubAnnotations(run, options).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cs}]/u)
    }),
    { numRuns: 150 },
  )
})

describe("annotations", () => {
  test("stand at the rule, in the policy", () => {
    expect(annotations(over({ "a.jsonl": '{"id":"x","tools":["A","A"]}\n' }))).toMatchObject([
      {
        level: "warning",
        properties: { file: "p, 1:2.yaml", line: "3", endLine: "7", col: "5", title: "one, 100%: yes" },
        message: expect.stringContaining("Trace: x."),
      },
    ])
  })

  test("stand at the trace where the rule has no place, and nowhere where that has none", () => {
    const traces = (file: string): RunReport => over({ [file]: '{"tools":["B"]}\n' }, "-")
    expect(annotations(traces("a.jsonl"))[0]?.properties).toEqual({ file: "a.jsonl", line: "1", title: "no-b" })
    expect(annotations(traces("-"))[0]?.properties).toEqual({ title: "no-b" })
  })

  test("name what could not be read, at its place", () => {
    expect(annotations(over({ "a.jsonl": '["C"]\n{"tool\n' }))).toMatchObject([
      { level: "error", properties: { file: "a.jsonl", line: "2", title: "invalid-json" } },
    ])
  })

  test("at most ten of each level, each rule once before any twice, and a notice of the others", () => {
    const lines = [...Array<string>(25).fill('["B"]'), ...Array<string>(12).fill('["A","A"]'), '["D"]']
    const found = annotations(over({ "a.jsonl": `${lines.join("\n")}\n` }))
    const count = (level: string): number => found.filter((each) => each.level === level).length
    expect([count("error"), count("warning"), count("notice")]).toEqual([10, 10, 1])
    expect(found.slice(0, 2).map(({ properties }) => properties.title)).toEqual(["no-b", "no-d"])
    expect(found.at(-1)).toMatchObject({ level: "notice", message: expect.stringMatching(/16 errors and 2 warnings/) })
  })

  test("nothing to say is nothing said", () => {
    expect(renderGitHubAnnotations(over({ "a.jsonl": '["C"]\n' }), options)).toBe("")
  })
})

describe("boundedSummary", () => {
  const bytes = (text: string): number => Buffer.byteLength(text)

  test("leaves alone what fits, to the byte", () => {
    const text = "é日🙂\ud800\n"
    expect(boundedSummary(text, bytes(text))).toBe(text)
    expect(boundedSummary(text, bytes(text) - 1)).not.toBe(text)
  })

  test("cuts between lines, closes what is open, and says that it cut", () => {
    const open = `<details>\n<summary>a</summary>\n\n<details><summary>b</summary>\n\n\`\`\`\`text\n\`\`\`\n${"x".repeat(40)}\n`
    const cut = boundedSummary(open + "more of it\n".repeat(100), 400)
    expect(bytes(cut)).toBeLessThanOrEqual(400)
    expect(cut.startsWith(`${open}more of it\n`)).toBe(true)
    expect(cut).toMatch(/more of it\n````\n\n<\/details>\n<\/details>\n\n_.* cut .*_\n$/)
  })

  test("elements that are closed, and those in code, are not closed again", () => {
    const done = "<details>\n</details>\n```\n<details>\n```\n"
    const cut = boundedSummary(done + "more\n".repeat(100), 250)
    expect(cut.slice(done.length)).not.toContain("</details>")
  })

  test("never exceeds the limit", () => {
    const line = fc.constantFrom(
      "<details>\n",
      "</details>\n",
      "```\n",
      "~~~~\n",
      "日本🙂\n",
      "text ",
      "\n",
      "<details\n",
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), fc.nat(400), (lines, limit) => {
        const cut = boundedSummary(lines.join(""), limit)
        expect(bytes(cut)).toBeLessThanOrEqual(limit)
      }),
    )
  })

  test("a megabyte of open elements takes no more than linear work", () => {
    const cut = boundedSummary("<details>\n".repeat(200_000))
    expect(bytes(cut)).toBeLessThanOrEqual(1_048_576)
    expect(cut.match(/<details>/g)).toHaveLength(cut.match(/<\/details>/g)?.length ?? 0)
  })
})
