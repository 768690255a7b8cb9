import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { beforeAll, describe, expect, test } from "vitest"
import { Baseline } from "../../../src/baseline/index.ts"
import { type Repository, repository } from "../baseline/repository.ts"
import { jsonl } from "./command.ts"

/** A process of its own: the command reads its folder, and threads cannot change theirs. */
const cli = resolve("dist/cli.js")

interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface World {
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
  /** A folder of the repository. */
  readonly within?: string
}

function assay({ folder }: Pick<Repository, "folder">, words: readonly string[], world: World = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "baseline", ...words], {
    cwd: join(folder, world.within ?? "."),
    encoding: "utf8",
    env: { ...process.env, SOURCE_DATE_EPOCH: "1700000000", NO_COLOR: "1", ...world.env },
    input: world.stdin ?? "",
  })
  return { code: status, stdout, stderr }
}

const policy = `version: "1.1"
name: refunds
tools:
  allow: [Search, Verify, Refund]
  deny: [Delete]
sequences:
  - { id: verify-first, type: before, first: Verify, then: Refund }
  - { id: one-refund, type: max_calls, tool: Refund, max: 1 }
`
const traces = jsonl([{ tools: ["Search"] }, { tools: ["Verify", "Refund"] }, { tools: ["Search", "Verify"] }])
/** Without `Search`: one of four tools less. */
const fewer = jsonl([{ tools: ["Verify", "Refund"] }])
const given = ["--policy", "policy.yaml", "--traces", "traces.jsonl"]

/** A repository with a policy, traces, and, if `saved`, a baseline in its first commit. */
function project({ saved = true } = {}): Repository {
  const repo = repository()
  repo.write("policy.yaml", policy)
  repo.write("traces.jsonl", traces)
  repo.write("fewer.jsonl", fewer)
  repo.commit()
  if (saved) {
    expect(assay(repo, ["save", ...given]).code).toBe(0)
    repo.commit()
  }
  return repo
}

describe("save", () => {
  test("writes the file, makes its folder, and says what it wrote", () => {
    const repo = project({ saved: false })
    const commit = repo.git("rev-parse", "HEAD")
    const { code, stdout, stderr } = assay(repo, ["save", ...given])
    expect([code, stderr]).toEqual([0, ""])
    expect(stdout).toBe(
      `Saved .assay/baseline.yaml for commit ${commit.slice(0, 12)}.\nCoverage: 87.5% (tools: 3 of 4, rules: 2 of 2)\n`,
    )
    expect(Baseline.parse(readFileSync(join(repo.folder, ".assay/baseline.yaml"), "utf8")).data).toEqual({
      version: 1,
      created: "2023-11-14T22:13:20Z",
      commit,
      branch: "main",
      policyName: "refunds",
      policyVersion: "1.1",
      policyDigest: expect.stringMatching(/^[0-9a-f]{32}$/),
      overallPct: 87.5,
      toolCoverage: { total: 4, seen: 3, pct: 75 },
      ruleCoverage: { total: 2, triggered: 2, pct: 100 },
      toolsSeen: ["Refund", "Search", "Verify"],
      rulesTriggered: ["one-refund", "verify-first"],
    })
  })

  test("is the same, byte for byte, at the same time, and takes the clock where nothing else is said", () => {
    const repo = project({ saved: false })
    const printed = assay(repo, ["save", ...given, "-o", "-"])
    expect(assay(repo, ["save", ...given, "-o", "-"])).toEqual(printed)
    expect(existsSync(join(repo.folder, ".assay"))).toBe(false)
    const before = Date.now() - 1000
    const now = assay(repo, ["save", ...given, "-o", "-"], { env: { SOURCE_DATE_EPOCH: "" } }).stdout
    expect(Date.parse(Baseline.parse(now).data.created ?? "")).toBeGreaterThan(before)
  })

  test("says when what it saves is not what is committed", () => {
    const repo = project({ saved: false })
    repo.write("policy.yaml", `${policy}# changed\n`)
    expect(assay(repo, ["save", ...given]).stdout).toContain("and changes not committed")
  })

  test("knows no commit outside a repository, and none without git", () => {
    const plain = mkdtempSync(join(tmpdir(), "assay-plain-"))
    writeFileSync(join(plain, "policy.yaml"), policy)
    writeFileSync(join(plain, "traces.jsonl"), traces)
    for (const env of [{}, { PATH: plain }]) {
      const { code, stdout } = assay({ folder: plain }, ["save", ...given, "-f", "json"], { env })
      expect(code).toBe(0)
      const { saved, baseline } = JSON.parse(stdout)
      expect([saved, baseline.commit, baseline.coverage.overall_pct]).toEqual([".assay/baseline.yaml", undefined, 87.5])
    }
  })

  test.each([
    ["a broken policy", ["--policy", "broken.yaml", "--traces", "traces.jsonl"]],
    ["no policy", ["--traces", "traces.jsonl"]],
    ["traces that are not there", ["--policy", "policy.yaml", "--traces", "none.jsonl"]],
    ["traces of which one is unreadable", ["--policy", "policy.yaml", "--traces", "half.jsonl"]],
    ["a folder as output", [...given, "--output", "sub"]],
    ["a file as folder", [...given, "--output", "policy.yaml/x.yaml"]],
    ["an output that is an input", [...given, "--output", "policy.yaml"]],
  ])("of %s writes nothing and exits 2", (_what, words) => {
    const repo = project({ saved: false })
    repo.write("broken.yaml", "version: [")
    repo.write("half.jsonl", `${traces}{bad\n`)
    repo.write("sub/a", "")
    const { code, stdout, stderr } = assay(repo, ["save", ...words])
    expect([code, stdout]).toEqual([2, ""])
    expect(stderr).toContain("✗ error")
    expect(existsSync(join(repo.folder, ".assay"))).toBe(false)
  })

  test("names the file that stands where its folder is to be, and blames no option that nobody gave", () => {
    const repo = project({ saved: false })
    repo.write(".assay", "a file")
    const { code, stderr } = assay(repo, ["save", ...given])
    expect([code, stderr]).toEqual([2, expect.stringContaining(".assay is a file and no folder")])
    expect(stderr).not.toMatch(/--output|EEXIST/)
  })

  test("refuses a time that is none", () => {
    const { code, stderr } = assay(project({ saved: false }), ["save", ...given], {
      env: { SOURCE_DATE_EPOCH: "soon" },
    })
    expect([code, stderr]).toEqual([2, expect.stringContaining("SOURCE_DATE_EPOCH")])
  })
})

describe("diff", () => {
  const repo = { folder: "" } as { folder: string; repo?: Repository }
  const run = (words: readonly string[], world?: World): Ran => assay(repo, ["diff", ...words], world)
  const less = ["--policy", "policy.yaml", "--traces", "fewer.jsonl"]

  beforeAll(() => {
    const made = project()
    made.git("branch", "release")
    made.write("pkg/here", "")
    made.write("newer.yaml", "version: 2\n")
    made.write("older.json", JSON.stringify({ schema_version: 1, suite: "s", entries: [] }))
    Object.assign(repo, { folder: made.folder, repo: made })
  })

  test("of the same traces has nothing to tell", () => {
    expect(run([...given, "--fail-on-regression"])).toEqual({
      code: 0,
      stdout: "Coverage: 87.5% (baseline: 87.5%, Δ +0.0%)\n✓ No regression.\n",
      stderr: "",
    })
  })

  test("prints the lines that people know, and fails only when asked to", () => {
    const stdout = `Coverage: 75.0% (baseline: 87.5%, Δ -12.5%)
New uncovered: Search
✗ Regression: coverage dropped by more than 1 point, 1 tool no longer covered.
`
    expect(run(less)).toEqual({ code: 0, stdout, stderr: "" })
    expect(run([...less, "--fail-on-regression"])).toEqual({ code: 1, stdout, stderr: "" })
  })

  test("a threshold does not excuse a lost tool", () => {
    const { code, stdout } = run([...less, "--fail-on-regression", "--regression-threshold", "50"])
    expect([code, stdout]).toEqual([1, expect.stringContaining("✗ Regression: 1 tool no longer covered.")])
  })

  test("in JSON", () => {
    const { code, stdout } = run([...less, "--format", "json"])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      schema_version: 1,
      baseline: ".assay/baseline.yaml",
      overall_pct: 75,
      baseline_pct: 87.5,
      delta: -12.5,
      direction: "regressed",
      newly_covered: [],
      newly_uncovered: ["Search"],
      newly_triggered: [],
      lost_rules: [],
      regressed: true,
      threshold: 1,
      same_policy: true,
      diagnostics: [],
    })
  })

  test("to a file", () => {
    expect(run([...less, "-o", "report.txt"]).stdout).toBe("")
    expect(readFileSync(join(repo.folder, "report.txt"), "utf8")).toContain("New uncovered: Search")
  })

  test.each([
    ["a branch", "release"],
    ["HEAD", "HEAD"],
    ["a ref and a path", "release:.assay/baseline.yaml"],
    ["a file", ".assay/baseline.yaml"],
    ["a file by another path", "./.assay/../.assay/baseline.yaml"],
  ])("against %s", (_what, where) => {
    expect(run([...less, "--baseline", where]).stdout).toContain("New uncovered: Search")
  })

  test("against standard input", () => {
    const stdin = readFileSync(join(repo.folder, ".assay/baseline.yaml"), "utf8")
    expect(run([...less, "-b", "-"], { stdin }).stdout).toContain("New uncovered: Search")
    expect(run(["-p", "policy.yaml", "-", "-b", "-"], { stdin }).code).toBe(2)
  })

  test("in a folder of the repository a ref means the folder's baseline, or else the root's", () => {
    const words = ["-p", "../policy.yaml", "../fewer.jsonl", "-b", "release"]
    expect(run(words, { within: "pkg" }).stdout).toContain("New uncovered: Search")
    const { repo: made } = repo
    made?.git("checkout", "--quiet", "-b", "with-package")
    const own = assay(repo, ["save", "-p", "../policy.yaml", "../fewer.jsonl"], { within: "pkg" })
    expect(own.code).toBe(0)
    made?.git("add", "pkg")
    made?.git("commit", "--quiet", "-m", "c")
    const against = ["-p", "../policy.yaml", "../fewer.jsonl", "-b", "with-package"]
    expect(run(against, { within: "pkg" }).stdout).toContain("Δ +0.0%")
    made?.git("checkout", "--quiet", "main")
  })

  test("a file wins over a ref of the same name, a folder does not", () => {
    const { repo: made } = repo
    made?.git("branch", "both")
    made?.git("branch", "pkg")
    made?.write("both", "version: 2\n")
    expect(run([...less, "-b", "both"]).stderr).toContain("[baseline-version] both:1:10")
    expect(run([...less, "-b", "pkg"]).stdout).toContain("New uncovered: Search")
  })

  test.each([
    ["a file that is not there", "none.yaml", "baseline-missing"],
    ["a ref that is not there", "none", "baseline-missing"],
    ["a ref without one", "HEAD~1", "baseline-missing"],
    ["a path that the ref has not", "main:none.yaml", "ref-unreadable"],
    ["a path of a ref that is not there", "none:none.yaml", "ref-unreadable"],
    ["a range", "main..release", "baseline-missing"],
    ["a version to come", "newer.yaml", "baseline-version"],
    ["a policy", "policy.yaml", "wrong-type"],
  ])("against %s exits 2", (_what, where, code) => {
    const ran = run([...less, "--baseline", where])
    expect([ran.code, ran.stdout]).toEqual([2, ""])
    expect(ran.stderr.match(/\[[a-z-]+\]/g)).toEqual([`[${code}]`])
  })

  test("without a baseline exits 2, and says how to make one", () => {
    const { code, stdout, stderr } = assay(project({ saved: false }), ["diff", ...given])
    expect([code, stdout]).toEqual([2, ""])
    expect(stderr).toContain("[baseline-missing] .assay/baseline.yaml")
    expect(stderr).toContain("assay baseline save")
  })

  test("against one of older Assay without coverage warns, and loses nothing", () => {
    const { code, stdout, stderr } = run([...less, "-b", "older.json", "--fail-on-regression"])
    expect([code, stdout]).toEqual([
      0,
      "Coverage: 75.0% (baseline: none)\n! Nothing was compared: the baseline holds no coverage.\n",
    ])
    expect(stderr).toContain("! warning [baseline-without-coverage]")
  })

  test.each(["x", "-1", "1e1", "101", "NaN", ""])("refuses a threshold of %j", (threshold) => {
    const { code, stderr } = run([...less, `--regression-threshold=${threshold}`])
    expect([code, stderr]).toEqual([2, expect.stringContaining("[usage]")])
  })

  test("reports on what it could read, and still exits 2", () => {
    repo.repo?.write("half.jsonl", `${fewer}{bad\n`)
    const { code, stdout } = run(["-p", "policy.yaml", "half.jsonl", "--fail-on-regression"])
    expect([code, stdout]).toEqual([2, expect.stringContaining("New uncovered: Search")])
  })
})

describe("show", () => {
  test("tells what a file or a ref holds", () => {
    const repo = project()
    const shown = assay(repo, ["show"])
    expect(shown).toMatchObject({ code: 0, stderr: "" })
    expect(shown.stdout.split("\n")).toEqual([
      "Baseline: .assay/baseline.yaml",
      "Coverage: 87.5% (tools: 3 of 4, rules: 2 of 2)",
      "Created: 2023-11-14T22:13:20Z",
      expect.stringMatching(/^Commit: [0-9a-f]{40}$/),
      "Branch: main",
      expect.stringMatching(/^Policy: refunds, version 1\.1, digest [0-9a-f]{32}$/),
      "Tools seen: Refund, Search, Verify",
      "Rules triggered: one-refund, verify-first",
      "",
    ])
    expect(assay(repo, ["show", "main"]).stdout).toContain("Baseline: main:.assay/baseline.yaml\nCoverage: 87.5%")
    const json = JSON.parse(assay(repo, ["show", "main", "-f", "json"]).stdout)
    expect(json).toMatchObject({ version: 1, tools_seen: ["Refund", "Search", "Verify"] })
  })

  test("prints nothing raw", () => {
    const repo = project({ saved: false })
    const tools = '["\\u001b[31m", "a\\nb"]'
    repo.write("b.yaml", `version: 1\nbranch: "\\e]0;x"\ncoverage: null\ntools_seen: ${tools}\nrules_triggered: null\n`)
    const { stdout } = assay(repo, ["show", "b.yaml"])
    expect(stdout).toBe(
      "Baseline: b.yaml\nCoverage: none\nBranch: \\u001b]0;x\nTools seen: \\u001b[31m, a\\nb\nRules triggered: not known\n",
    )
  })

  test.each([
    ["two at a time", ["a", "b"]],
    ["what is not there", ["none"]],
    ["an option that is not known", ["--polcy"]],
  ])("refuses %s", (_what, words) => {
    const { code, stdout } = assay(project({ saved: false }), ["show", ...words])
    expect([code, stdout]).toEqual([2, ""])
  })
})

test.each([
  [[], "save, show, diff"],
  [["sav"], "Did you mean assay baseline save?"],
])("%j is bad usage", (words, hint) => {
  const { code, stdout, stderr } = assay({ folder: mkdtempSync(join(tmpdir(), "assay-baseline-")) }, words)
  expect([code, stdout]).toEqual([2, ""])
  expect(stderr).toContain(hint)
})
