import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { Readable } from "node:stream"
import { fileURLToPath } from "node:url"
import { afterEach, describe, expect, test } from "vitest"
import type { Sink } from "../../../src/cli/io.ts"
import { run } from "../../../src/cli/run.ts"
import { watching } from "../../../src/cli/watch.ts"
import { assay, folder, jsonl, policy, traces } from "./command.ts"

const files = {
  "policy.yaml": policy,
  "traces/good.jsonl": jsonl(traces.slice(0, 1)),
  "traces/deep/idle.json": JSON.stringify(traces[3]),
  "traces/notes.txt": "not read",
}

interface Watched {
  /** How often it ran so far. */
  runs(): number
  /** Resolves once it ran so often, and a little later still did. */
  ran(times: number): Promise<void>
  end(): Promise<number>
  readonly told: string[]
}

const open: Watched[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.end()
})

function start(
  paths: () => readonly string[],
  options: { run?: (nth: number) => Promise<number>; ignored?: readonly string[]; terminal?: boolean } = {},
): Watched {
  const { run = async (nth: number) => nth, ignored = [], terminal = false } = options
  const controller = new AbortController()
  const told: string[] = []
  const stderr = { terminal, columns: 80, write: async (text: string) => void told.push(text) }
  let nth = 0
  const ended = watching(() => run(++nth), paths, { stderr, env: {} }, controller.signal, {
    ignored: () => ignored,
    now: () => new Date(2026, 0, 2, 3, 4, 5),
  })
  const watched = {
    runs: () => nth,
    async ran(times: number) {
      await expect.poll(() => nth, { timeout: 10_000, interval: 20 }).toBeGreaterThanOrEqual(times)
      await pause(300)
      expect(nth).toBe(times)
    },
    end() {
      controller.abort()
      return ended
    },
    told,
  }
  open.push(watched)
  return watched
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds))
}

describe("watching", () => {
  test("runs again for each kind of change, and once for each", async () => {
    const at = await folder(files)
    const watched = start(() => [at("policy.yaml"), at("traces")])
    await watched.ran(1)
    const changes: (() => void)[] = [
      () => writeFileSync(at("policy.yaml"), `${policy}# more\n`),
      () => writeFileSync(at("traces/good.jsonl"), jsonl(traces.slice(0, 2))),
      () => writeFileSync(at("traces/deep/idle.json"), JSON.stringify(traces[0])),
      () => writeFileSync(at("traces/new.jsonl"), jsonl(traces)),
      () => {
        mkdirSync(at("traces/made/here"), { recursive: true })
        writeFileSync(at("traces/made/here/new.jsonl"), jsonl(traces))
      },
      () => writeFileSync(at("traces/made/here/new.jsonl"), jsonl(traces.slice(1))),
      // How editors save: a new file takes the place of the old one.
      () => {
        writeFileSync(at("policy.yaml.swp"), policy)
        renameSync(at("policy.yaml.swp"), at("policy.yaml"))
      },
      () => writeFileSync(at("policy.yaml"), `${policy}# after a rename\n`),
      () => rmSync(at("traces/deep"), { recursive: true }),
      () => rmSync(at("policy.yaml")),
      () => writeFileSync(at("policy.yaml"), policy),
      () => rmSync(at("traces"), { recursive: true }),
      () => {
        mkdirSync(at("traces"))
        writeFileSync(at("traces/good.jsonl"), jsonl(traces))
      },
    ]
    for (const [index, change] of changes.entries()) {
      change()
      await watched.ran(index + 2)
    }
    expect(await watched.end()).toBe(changes.length + 1)
  })

  test("what nobody reads, and what the run itself writes, is no change", async () => {
    const at = await folder(files)
    const watched = start(() => [at("policy.yaml"), at("traces")], { ignored: [at("traces/report.json")] })
    await watched.ran(1)
    writeFileSync(at("traces/notes.txt"), "still not read")
    writeFileSync(at("beside.yaml"), "x")
    writeFileSync(at("traces/report.json"), "{}")
    await pause(1500)
    expect(watched.runs()).toBe(1)
  })

  test("many changes at once are one run or two", async () => {
    const at = await folder(files)
    const watched = start(() => [at("traces")])
    await watched.ran(1)
    for (let number = 0; number < 40; number++) {
      writeFileSync(at(`traces/${number}.jsonl`), jsonl(traces))
      await pause(10)
    }
    await pause(800)
    expect(watched.runs()).toBeGreaterThan(1)
    expect(watched.runs()).toBeLessThanOrEqual(3)
  })

  test("a change during a run is seen after it", async () => {
    const at = await folder(files)
    const run = async (nth: number): Promise<number> => {
      if (nth === 1) writeFileSync(at("policy.yaml"), "changed")
      return nth
    }
    const watched = start(() => [at("policy.yaml")], { run })
    await watched.ran(2)
  })

  test("a file that appears is seen, and other paths after a run are watched instead", async () => {
    const at = await folder(files)
    let path = at("later/policy.yaml")
    const watched = start(() => [path])
    await watched.ran(1)
    mkdirSync(at("later"))
    writeFileSync(at("later/policy.yaml"), policy)
    await watched.ran(2)
    path = at("policy.yaml")
    writeFileSync(at("later/policy.yaml"), "x")
    await expect.poll(() => watched.runs(), { timeout: 5000 }).toBeGreaterThanOrEqual(3)
    const before = watched.runs()
    writeFileSync(at("policy.yaml"), "y")
    await expect.poll(() => watched.runs(), { timeout: 5000 }).toBe(before + 1)
  })

  test("more folders than the system is asked to watch are looked at", async () => {
    const at = await folder({})
    for (let number = 0; number < 300; number++) mkdirSync(at(`many/${number}`), { recursive: true })
    const watched = start(() => [at("many")])
    await watched.ran(1)
    const last = readdirSync(at("many")).at(-1)
    writeFileSync(at(`many/${last}/t.jsonl`), jsonl(traces))
    await expect.poll(() => watched.runs(), { timeout: 8000 }).toBe(2)
  })

  test("tells people what changed and when, and nobody else", async () => {
    const at = await folder(files)
    const [seen, unseen] = [start(() => [at("policy.yaml")], { terminal: true }), start(() => [at("policy.yaml")])]
    await Promise.all([seen.ran(1), unseen.ran(1)])
    writeFileSync(at("policy.yaml"), "x")
    await Promise.all([seen.ran(2), unseen.ran(2)])
    expect(seen.told.length).toBe(2)
    expect(seen.told[0]).toContain("1 file")
    expect(seen.told[1]).toMatch(/policy\.yaml · 03:04:05/)
    expect(unseen.told).toEqual([])
  })
})

describe("--watch", () => {
  test.each([
    [2, "the files that were named", []],
    [3, "a configuration that is there besides", ["assay.config.yaml"]],
    [2, "no configuration that is not wanted", ["assay.config.yaml", "--no-config"]],
  ])("counts %i: %s", async (number, _what, [config, ...words]) => {
    const at = await folder({ ...files, ...(config !== undefined && { [config]: "fail_on: warning\n" }) })
    let told = ""
    const sink = (write: (text: string) => void): Sink => ({
      terminal: true,
      columns: 80,
      write: async (text) => write(text),
    })
    const io = {
      stdout: sink(() => undefined),
      stderr: sink((text) => {
        told += text
      }),
      stdin: Readable.from([]),
      env: { NO_COLOR: "1" },
      cwd: at("."),
    }
    const ended = run(["check", "--watch", "-p", at("policy.yaml"), at("traces/good.jsonl"), ...words], io)
    await expect.poll(() => told, { timeout: 10_000 }).toContain("watching")
    process.emit("SIGINT")
    expect(await ended).toBe(0)
    expect(told).toContain(`watching ${number} files;`)
  })

  test.each([
    ["traces from standard input", ["-p", "policy.yaml", "-"]],
    ["a policy from there", ["-p", "-", "traces.jsonl"]],
  ])("refuses %s", async (_what, words) => {
    const { code, stderr } = await assay(["check", "--watch", ...words])
    expect(code).toBe(2)
    expect(stderr).toContain("--watch")
  })

  test("does not wait for a command line to mend itself", async () => {
    expect((await assay(["check", "--watch"])).code).toBe(2)
    expect((await assay(["check", "--watch", "--polcy", "x"])).code).toBe(2)
  })

  test("the built command goes on over broken files and ends with the code of its last run", async () => {
    const at = await folder({ ...files, "assay.config.yaml": "policy: policy.yaml\ntraces: traces\nformat: json\n" })
    const cli = fileURLToPath(new URL("../../../dist/cli.js", import.meta.url))
    const child = spawn(process.execPath, [cli, "check", "--watch"], { cwd: at("."), stdio: "pipe" })
    let stdout = ""
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString()
    })
    const summaries = (): number => stdout.match(/^"summary"/gm)?.length ?? 0
    const steps: [change: () => void, runs: number][] = [
      [() => undefined, 1],
      [() => writeFileSync(at("policy.yaml"), 'version: "1.'), 2],
      [() => writeFileSync(at("policy.yaml"), policy), 3],
      [() => writeFileSync(at("traces/new.jsonl"), '{"tools":["Ver'), 4],
      [() => writeFileSync(at("traces/new.jsonl"), jsonl(traces.slice(1, 2))), 5],
      [
        () => writeFileSync(at("assay.config.yaml"), "policy: policy.yaml\ntraces: traces/good.jsonl\nformat: json\n"),
        6,
      ],
      [() => writeFileSync(at("assay.config.yaml"), "policy: policy.yaml\ntraces: traces\nformat: json\n"), 7],
    ]
    try {
      for (const [change, runs] of steps) {
        await pause(200)
        change()
        await expect.poll(summaries, { timeout: 10_000, interval: 20 }).toBe(runs)
      }
      child.kill("SIGINT")
      expect(await once(child, "close")).toEqual([1, null])
    } finally {
      child.kill("SIGKILL")
    }
  })
})
