import { describe, expect, test } from "vitest"
import { assay, folder, jsonl, policy, traces } from "./command.ts"

const at = await folder({ "policy.yaml": policy, "good.jsonl": jsonl(traces.slice(0, 1)) })
const good = ["--policy", at("policy.yaml"), "--traces", at("good.jsonl")]

describe("help and version", () => {
  test("--version prints the version of the package", async () => {
    const { code, stdout } = await assay(["--version"])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  test.each([["-V"], ["version"], ["check", "--version"], ["explain", "-V"], ["check", "--polcy", "x", "--version"]])(
    "%s %s prints it too",
    async (...words) => {
      expect(await assay(words)).toEqual(await assay(["--version"]))
    },
  )

  test.each([["--help"], ["-h"], ["help"]])("%s names the commands", async (word) => {
    const { code, stdout } = await assay([word])
    expect(code).toBe(0)
    expect(stdout).toContain("check")
    expect(stdout).toContain("explain")
  })

  test.each(["check", "explain"])(
    "%s --help has an example, fits 80 columns and names every exit code",
    async (name) => {
      const { code, stdout } = await assay([name, "--help"])
      expect(code).toBe(0)
      expect(stdout).toContain(`assay ${name} --policy policy.yaml --traces`)
      for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80)
      for (const digit of [0, 1, 2, 3]) expect(stdout).toMatch(new RegExp(`^ {2}${digit}  `, "m"))
      expect((await assay(["help", name])).stdout).toBe(stdout)
    },
  )

  test("no command at all is bad usage and shows the help", async () => {
    const { code, stdout, stderr } = await assay([])
    expect(code).toBe(2)
    expect(stdout).toBe("")
    expect(stderr).toContain("Usage:")
  })
})

describe("bad usage exits 2, prints nothing on standard output and names the way out", () => {
  test.each([
    ["an unknown command", ["chekc"], "Did you mean check?"],
    ["an option before the command", ["--policy", "x"], "[usage]"],
    ["an unknown option", ["check", ...good, "--polcy", "x"], "Did you mean --policy?"],
    ["an unknown short option", ["check", ...good, "-x"], "-x"],
    ["an unknown format", ["check", ...good, "--format", "prety"], "Did you mean pretty?"],
    ["a format in capitals", ["check", ...good, "-f", "JSON"], "Did you mean json?"],
    ["an extent cut short", ["check", ...good, "--extent", "part"], "Did you mean partial?"],
    ["a failure cut short", ["check", ...good, "--fail-on", "warn"], "Did you mean warning?"],
    ["a failure in another spelling", ["check", ...good, "--fail-on=Not_Exercised"], "Did you mean not-exercised?"],
    ["a trace format cut short", ["check", ...good, "--from", "openai"], "Did you mean openai-chat?"],
    ["an option cut short", ["check", ...good, "--out", "x"], "Did you mean --output?"],
    ["an unknown extent", ["check", ...good, "--extent", "full"], "complete, partial"],
    ["an unknown failure", ["check", ...good, "--fail-on", "warning,undertermined"], "Did you mean undetermined?"],
    ["an unknown trace format", ["check", ...good, "--from", "opanai-chat"], "Did you mean openai-chat?"],
    ["a missing value", ["check", "--traces", at("good.jsonl"), "--policy"], "--policy needs a FILE"],
    ["an option for a value", ["check", "--policy", "--traces", at("good.jsonl")], "--policy needs a FILE"],
    ["an empty value", ["check", "--policy=", at("good.jsonl")], "--policy needs a FILE"],
    ["a value for a switch", ["check", ...good, "--verbose=yes"], "takes no value"],
    ["a missing choice", ["check", ...good, "--fail-on"], "--fail-on needs a value, one of violation, warning"],
    ["an option for a choice", ["check", ...good, "--format", "-v"], "--format needs a value, one of pretty, json"],
    ["a missing id", ["explain", ...good, "--rule"], "--rule needs an ID"],
    ["both colours", ["check", ...good, "--color", "--no-color"], "--color and --no-color contradict each other"],
    ["both colours of another command", ["init", "--color", "--no-color"], "--color and --no-color contradict"],
    ["a configuration and none", ["check", ...good, "--no-config", "--config", "x"], "--config and --no-config"],
    ["two policies", ["check", ...good, "--policy", "other.yaml"], "twice"],
    ["no policy", ["check", at("good.jsonl")], "--policy policy.yaml"],
    ["a policy without its option", ["check", at("policy.yaml"), at("good.jsonl")], `--policy ${at("policy.yaml")}`],
    ["nothing but the command", ["explain"], "See assay explain --help."],
    ["no traces", ["check", "--policy", at("policy.yaml")], "--traces traces.jsonl"],
    ["standard input for both", ["check", "--policy", "-", "-"], "both"],
    ["a report over its own input", ["check", ...good, "-o", at("good.jsonl")], "overwrite"],
    ["an unknown rule", ["explain", ...good, "--rule", "verify-frist"], "Did you mean verify-first?"],
    ["a prototype key", ["check", ...good, "--__proto__"], "[usage]"],
  ])("%s", async (_what, words, said) => {
    const { code, stdout, stderr } = await assay(words)
    expect(code).toBe(2)
    expect(stdout).toBe("")
    expect(stderr.replace(/\s+/g, " ")).toContain(said)
  })

  test("all mistakes of a line are reported", async () => {
    const { stderr } = await assay(["check", "--formt=json", "--extnt=x"])
    expect(stderr.match(/\[usage\]/g)?.length).toBe(2)
  })
})

describe("an option of another command", () => {
  test.each([
    ["of the command, behind its part", ["coverage", "merge", "-p", "x"], '"-p" belongs to assay coverage,'],
    ["the same by its long name", ["coverage", "merge", "--policy=x"], '"--policy" belongs to assay coverage,'],
    ["of one command", ["check", ...good, "--all"], '"--all" belongs to assay explain and assay trace,'],
    ["by its short name", ["check", ...good, "-n"], '"-n" belongs to assay init,'],
    [
      "of a command and its part",
      ["check", ...good, "--min-coverage", "80"],
      '"--min-coverage" belongs to assay coverage,',
    ],
    ["of none", ["check", ...good, "-x"], '"-x" is not known'],
  ])("%s", async (_what, words, said) => {
    const { code, stdout, stderr } = await assay(words)
    expect([code, stdout]).toEqual([2, ""])
    expect(stderr.replace(/\s+/g, " ")).toContain(said)
    const [command, part] = words
    expect(stderr).toContain(`See assay ${part === "merge" ? `${command} ${part}` : command} --help.`)
  })
})

describe("the help of a part", () => {
  const lines = [
    ["coverage", "merge"],
    ["baseline", "save"],
    ["baseline", "show"],
    ["baseline", "diff"],
  ] as const

  test.each(lines)("%s %s: has its own options, and is reached in three ways", async (command, part) => {
    const { code, stdout } = await assay([command, part, "--help"])
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`^assay ${command} ${part}: .*\\n\\nUsage: assay ${command} ${part} `))
    expect(stdout).toContain(`  assay ${command} ${part}`)
    expect((await assay([command, part, "-h"])).stdout).toBe(stdout)
    expect((await assay(["help", command, part])).stdout).toBe(stdout)
    expect((await assay([command, "--help"])).stdout).toMatch(new RegExp(`^Parts.*\\n(  .*\\n)*  ${part} `, "m"))
    expect(stdout.includes("--policy FILE")).toBe(part === "save" || part === "diff")
    expect(stdout.includes("--min-coverage")).toBe(part === "merge")
    expect(stdout.includes("--regression-threshold POINTS")).toBe(part === "diff")
  })

  test("all help fits 80 columns, and what is broken of an example a shell puts together", async () => {
    const words = ["check", "explain", "coverage", "baseline", "trace", "init", "completions"]
    const pages = [[], ...words.map((word) => [word]), ...lines]
    for (const page of pages) {
      const { stdout } = await assay([...page, "--help"])
      for (const line of stdout.split("\n")) expect([line, line.length <= 80]).toEqual([line, true])
      for (const [, next] of stdout.matchAll(/ \\\n(.*)/g)) expect(next).toMatch(/^ {6}\S/)
    }
  })
})

describe("spellings", () => {
  test.each([
    ["--traces", ["--traces", at("good.jsonl")]],
    ["--traces=", [`--traces=${at("good.jsonl")}`]],
    ["--trace", ["--trace", at("good.jsonl")]],
    ["--trace-file", ["--trace-file", at("good.jsonl")]],
    ["-t", ["-t", at("good.jsonl")]],
    ["a positional", [at("good.jsonl")]],
    ["a positional after --", ["--", at("good.jsonl")]],
  ])("traces by %s", async (_spelling, words) => {
    const { code, stdout } = await assay(["check", "-p", at("policy.yaml"), "-f", "json", ...words])
    expect(code).toBe(0)
    expect(JSON.parse(stdout).summary.traces).toBe(1)
  })

  test("--experimental is accepted and said to be without effect", async () => {
    const { code, stderr } = await assay(["check", "--experimental", ...good])
    expect(code).toBe(0)
    expect(stderr).toContain("--experimental has no effect")
  })
})
