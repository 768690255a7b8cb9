import { describe, expect, test } from "vitest"
import type { OptionSpecs } from "../../../src/cli/arguments.ts"
import { readArguments } from "../../../src/cli/arguments.ts"
import { configuredWords, findConfig, parseConfig } from "../../../src/cli/config.ts"
import { run } from "../../../src/cli/run.ts"
import { assay, folder, jsonl, policy, type Ran, traces } from "./command.ts"

const one: OptionSpecs = {
  policy: { value: "FILE", help: "" },
  traces: { value: "PATH", multiple: true, help: "" },
  trace: { value: "PATH", multiple: true, sameAs: "traces", help: "" },
  format: { value: "FORMAT", choices: ["pretty", "json"], help: "" },
  "fail-on": { value: "WHAT", multiple: true, choices: ["violation", "warning"], help: "" },
  color: { help: "" },
  "no-color": { help: "" },
  "no-progress": { help: "" },
  verbose: { help: "" },
  config: { value: "FILE", help: "" },
  help: { help: "" },
}
const other: OptionSpecs = {
  ...one,
  format: { value: "FORMAT", choices: ["pretty", "sarif"], help: "" },
  "fail-on": { value: "WHAT", multiple: true, choices: ["violation", "regression"], help: "" },
  "min-coverage": { value: "PCT", help: "" },
  baseline: { value: "FILE|REF", help: "" },
}
const commands = [{ options: one }, { options: other }]

function wordsOf(text: string, typed: readonly string[] = [], specs = one, file = "sub/assay.config.yaml"): string[] {
  const config = parseConfig(text, file, commands)
  expect(config.diagnostics).toEqual([])
  return configuredWords(config, specs, readArguments(typed, specs))
}

describe("a configuration becomes words of the command line", () => {
  test("paths are from its folder, numbers and lists are as written, switches may be off", () => {
    const text =
      'policy: p.yaml\ntraces: [a, /b, "-"]\nmin_coverage: 50\nverbose: true\nprogress: false\ncolor: false\n'
    expect(wordsOf(text, [], other)).toEqual([
      "--policy=sub/p.yaml",
      "--traces=sub/a",
      "--traces=/b",
      "--traces=-",
      "--min-coverage=50",
      "--verbose",
      "--no-progress",
      "--no-color",
    ])
  })

  test.each([
    ["an option wins", "policy: p.yaml", ["--policy", "mine"]],
    ["a list replaces", "fail_on: [warning]", ["--fail-on", "violation"]],
    ["a traces file that is named is one", "traces: [a, b]", ["mine.jsonl"]],
    ["another spelling wins too", "traces: [a, b]", ["--trace", "mine.jsonl"]],
    ["a switch wins over its opposite", "color: true", ["--no-color"]],
    ["what is off is not said where that is no option", "verbose: false", []],
    ["what only another command has is left out", "min_coverage: 3\nbaseline: x", []],
    ["so is a choice that only another command has", "format: sarif\nfail_on: [regression]", []],
  ])("%s", (_what, text, typed) => {
    expect(wordsOf(text, typed)).toEqual([])
  })

  test("a git ref stays what it is", () => {
    expect(wordsOf("baseline: main", [], other)).toEqual(["--baseline=main"])
  })

  test.each(["", "# nothing yet\n", "{}", "null"])("%j says nothing", (text) => {
    expect(wordsOf(text)).toEqual([])
  })

  test("JSON is read too", () => {
    expect(wordsOf('{"policy": "p.yaml"}', [], one, "assay.config.json")).toEqual(["--policy=p.yaml"])
  })
})

describe("what is wrong with a configuration is told with its place", () => {
  test.each([
    ["an unknown key", "\npolcy: x", "unknown-key", "2:1", "Did you mean policy?"],
    [
      "a key of the command line only",
      "output: r.json",
      "unknown-key",
      "1:1",
      "Write it on the command line: --output",
    ],
    ["a prototype key", "__proto__: 1", "unknown-key", "1:1", undefined],
    ["a key twice", "policy: a\npolicy: b", "duplicate-key", "2:1", undefined],
    ["both spellings", "fail_on: []\nfail-on: []", "conflicting-keys", "2:1", undefined],
    ["a list for one", "policy: [a, b]", "wrong-type", "1:9", undefined],
    ["a map for a list", "traces: {a: b}", "wrong-type", "1:9", undefined],
    ["a map in a list", "traces: [a, {b: c}]", "wrong-type", "1:13", undefined],
    ["nothing for a text", "policy:", "wrong-type", "1:1", "Write a value or remove the key."],
    ["an empty text", 'policy: ""', "wrong-value", "1:9", undefined],
    ["a text for a number", "min_coverage: half", "wrong-type", "1:15", undefined],
    ["a text for a switch", "verbose: yes", "wrong-type", "1:10", undefined],
    ["an unknown choice", "format: jsn", "wrong-value", "1:9", "Did you mean json?"],
    ["an unknown choice in a list", "fail_on: [warning, eror]", "wrong-value", "1:20", undefined],
    ["a list", "- policy", "wrong-type", "1:1", undefined],
    ["no YAML", "policy: [", "yaml-syntax", "1:10", undefined],
  ])("%s", (_what, text, code, place, hint) => {
    const { entries, diagnostics } = parseConfig(text, "assay.config.yaml", commands)
    expect(entries).toBe(undefined)
    const [first] = diagnostics
    expect(diagnostics.length).toBe(1)
    expect(first).toMatchObject({ code, severity: "error", file: "assay.config.yaml" })
    expect(`${first?.range?.start.line}:${first?.range?.start.column}`).toBe(place)
    if (hint !== undefined) expect(first?.hint).toBe(hint)
  })

  test("a key in kebab-case is read, with a word on how it is written", () => {
    const { entries, diagnostics } = parseConfig("fail-on: [warning]", "c.yaml", commands)
    expect(entries).toEqual([{ option: "fail-on", values: ["warning"] }])
    expect(diagnostics).toMatchObject([
      { code: "unknown-key", severity: "warning", hint: expect.stringContaining("fail_on") },
    ])
  })
})

describe("the command finds and takes it", async () => {
  const at = await folder({
    "top/assay.config.yaml": "policy: rules/policy.yaml\ntraces: [all.jsonl]\nfail_on: [warning]\n",
    "top/rules/policy.yaml": policy,
    "top/all.jsonl": jsonl(traces.slice(2, 3)),
    "top/good.jsonl": jsonl(traces.slice(0, 1)),
    "top/deep/er/x": "",
    "top/repo/.git/HEAD": "",
    "top/repo/in/x": "",
    "top/bad.yaml": "polcy: x\n",
    "top/other.json": '{"policy": "rules/policy.yaml", "traces": "good.jsonl", "format": "json"}',
  })

  /** The command as if started in that folder. */
  async function from(cwd: string, ...words: string[]): Promise<Ran> {
    const text = { stdout: "", stderr: "" }
    const sink = (name: "stdout" | "stderr") => ({
      terminal: false,
      columns: 80,
      async write(piece: string) {
        text[name] += piece
      },
    })
    const stdin = (async function* () {})()
    const code = await run(words, { stdout: sink("stdout"), stderr: sink("stderr"), stdin, env: {}, cwd: at(cwd) })
    return { code, ...text }
  }

  test("in the folder or above, up to the root of the repository", () => {
    expect(findConfig(at("top"))).toBe(at("top/assay.config.yaml"))
    expect(findConfig(at("top/deep/er"))).toBe(at("top/assay.config.yaml"))
    expect(findConfig(at("top/repo/in"))).toBe(undefined)
  })

  test("check alone works, and says what it read to people only", async () => {
    const found = await from("top/deep/er", "check")
    expect(found.code).toBe(1)
    expect(found.stdout).toContain("1 warning")
    expect(found.stderr).toMatch(/^config {2}\S*assay\.config\.yaml\n✗ fails for 1 .* \(--fail-on warning\)\n$/)
    const named = await from("top", "check", "--config", at("top/other.json"))
    expect([named.code, named.stderr]).toEqual([0, ""])
    expect(JSON.parse(named.stdout).summary.traces).toBe(1)
    expect((await from("top", "check", "--no-config")).stderr).toContain("No policy is given")
  })

  test("JSON is the same with it and without", async () => {
    const words = ["check", "-p", at("top/rules/policy.yaml"), at("top/good.jsonl"), "-f", "json"]
    const [with_, without] = [await from("top", ...words), await from("top", ...words, "--no-config")]
    expect(with_).toEqual(without)
    expect(with_.stderr).toBe("")
  })

  test.each([
    ["a configuration with a mistake", ["--config", at("top/bad.yaml")], "Did you mean policy?"],
    ["one that is not there", ["--config", at("top/oter.json")], "top/other.json?"],
    ["a folder", ["--config", at("top/deep")], "folder"],
  ])("exit 2: %s", async (_what, words, said) => {
    const { code, stdout, stderr } = await from("top", "check", ...words)
    expect([code, stdout]).toEqual([2, ""])
    expect(stderr).toContain(said)
  })

  test("an option of another command is said to be that", async () => {
    const { code, stderr } = await assay(["check", "--trace-id", "s-7", "--form", "json"])
    expect(code).toBe(2)
    expect(stderr).toContain("belongs to assay explain and assay trace")
    expect(stderr).toContain("Did you mean --format?")
  })
})
