import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { folder, jsonl, policy, traces } from "./command.ts"

const cli = fileURLToPath(new URL("../../../dist/cli.js", import.meta.url))
const at = await folder({ "policy.yaml": policy, "all.jsonl": jsonl(traces), "good.jsonl": jsonl(traces.slice(0, 1)) })

interface Finished {
  readonly code: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

/** The built command as a process of its own; `feed` writes its standard input. */
async function assay(
  words: readonly string[],
  feed: (stdin: NodeJS.WritableStream) => Promise<void> | void = () => undefined,
  options: { readonly flags?: readonly string[]; readonly closeAfter?: number } = {},
): Promise<Finished> {
  const child = spawn(process.execPath, [...(options.flags ?? []), cli, ...words], { stdio: "pipe" })
  const text = { stdout: "", stderr: "" }
  child.stdout.on("data", (chunk: Buffer) => {
    text.stdout += chunk.toString()
    if (options.closeAfter !== undefined && text.stdout.length >= options.closeAfter) child.stdout.destroy()
  })
  child.stderr.on("data", (chunk: Buffer) => {
    text.stderr += chunk.toString()
  })
  child.stdin.on("error", () => undefined)
  const closed = once(child, "close") as Promise<[number | null, string | null]>
  await feed(child.stdin)
  child.stdin.end()
  const [code, signal] = await closed
  return { code, signal, ...text }
}

describe("the built command", () => {
  test.each([
    ["ok", ["check", "-p", at("policy.yaml"), at("good.jsonl")], 0],
    ["a violation", ["check", "-p", at("policy.yaml"), at("all.jsonl")], 1],
    ["bad usage", ["chek"], 2],
    ["help", ["check", "--help"], 0],
    ["version", ["--version"], 0],
  ])("exits as it should: %s", async (_what, words, expected) => {
    const { code, stdout, stderr } = await assay(words)
    expect(code).toBe(expected)
    expect(expected === 2 ? stderr : stdout).not.toBe("")
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  test("writes no colours into a pipe", async () => {
    const { stdout } = await assay(["check", "-p", at("policy.yaml"), at("all.jsonl")])
    expect(stdout).not.toContain("\x1b")
  })

  test("ends cleanly when the reader goes away, and still knows the verdict", async () => {
    const many = jsonl(Array.from({ length: 20_000 }, (_, index) => ({ ...traces[1], id: `t${index}` })))
    const words = ["check", "-p", at("policy.yaml"), "-", "--format", "json"]
    const { code, signal, stderr } = await assay(words, (stdin) => void stdin.write(many), { closeAfter: 1000 })
    expect(signal).toBe(null)
    expect(code).toBe(1)
    expect(stderr).toBe("")
  })

  test("a line of 100 MB is refused in bounded memory, and the lines around it are judged", async () => {
    const piece = "x".repeat(1 << 20)
    const words = ["check", "-p", at("policy.yaml"), "-", "--format", "json"]
    const feed = async (stdin: NodeJS.WritableStream): Promise<void> => {
      stdin.write(`${jsonl(traces.slice(0, 1))}{"tools": ["`)
      for (let written = 0; written < 100; written++) if (!stdin.write(piece)) await once(stdin, "drain")
      stdin.write(`"]}\n${jsonl(traces.slice(3))}`)
    }
    const { code, stdout } = await assay(words, feed, { flags: ["--max-old-space-size=160"] })
    expect(code).toBe(2)
    const document = JSON.parse(stdout) as {
      summary: object
      traces: { id?: string; diagnostics: { code: string }[] }[]
    }
    expect(document.summary).toMatchObject({ traces: 3, ok: 2, unreadable: 1 })
    expect(document.traces[1]?.diagnostics[0]?.code).toBe("trace-too-large")
  })
})
