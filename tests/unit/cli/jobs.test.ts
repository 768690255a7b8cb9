import { spawn } from "node:child_process"
import { once } from "node:events"
import { closeSync, openSync, writeSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { folder, policy } from "./command.ts"

const cli = fileURLToPath(new URL("../../../dist/cli.js", import.meta.url))
const note = "é".repeat(300)
const line = (index: number): string =>
  JSON.stringify({
    id: `t${index}`,
    calls: [...(index % 50 === 0 ? ["Refund"] : []), "Verify", { tool: "Refund", args: { note, index } }, "Search"],
  })

const at = await folder({
  "policy.yaml": policy,
  "many/a.jsonl": `${line(1)}\n{oops\n`,
  "many/b.json": JSON.stringify([JSON.parse(line(50)), JSON.parse(line(51))]),
  "many/c.jsonl": "",
  "many/d.jsonl": `${line(100)}\n{"tool":"Refund"}\n`,
})

/** Over 20 MB of lines; `odd` stands in the place of some of them. */
function large(name: string, odd: (index: number) => string | undefined): string {
  const path = at(name)
  const file = openSync(path, "w")
  for (let index = 0; index < 30_000; index++) writeSync(file, `${odd(index) ?? line(index)}\n`)
  closeSync(file)
  return path
}

const files = {
  "plain lines": large("plain.jsonl", () => undefined),
  "broken lines among others": large("broken.jsonl", (index) => ["{oops", "", "\r", "[7]"][index % 97]),
  "calls on lines of their own from the middle on": large("spread.jsonl", (index) =>
    index > 20_000 && index % 7 === 0 ? '{"tool":"Refund","session":"s"}' : undefined,
  ),
  "a folder": at("many"),
}

async function assay(
  words: readonly string[],
  closeAfter?: number,
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [cli, ...words], { stdio: ["ignore", "pipe", "pipe"] })
  const text = { out: "", err: "" }
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text.out += chunk
    if (closeAfter !== undefined && text.out.length >= closeAfter) child.stdout.destroy()
  })
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    text.err += chunk
  })
  const [code] = (await once(child, "close")) as [number | null]
  return { code, ...text }
}

describe("the built command with several threads", () => {
  test.each(Object.entries(files))("prints what one prints: %s", async (_, path) => {
    for (const [format, jobs] of [
      ["pretty", "5"],
      ["jsonl", "2"],
      ["sarif", "3"],
    ] as const) {
      const check = ["check", "-p", at("policy.yaml"), path, "--format", format]
      const one = await assay([...check, "--jobs", "1"])
      expect(one.out.length).toBeGreaterThan(100)
      expect(await assay([...check, "-j", jobs])).toEqual(one)
    }
  })

  test("ends cleanly when the reader goes away, and when it is interrupted", async () => {
    const check = ["check", "-p", at("policy.yaml"), files["plain lines"], "--jobs", "3", "--format", "jsonl"]
    const gone = await assay(check, 10_000)
    expect([gone.code, gone.err]).toEqual([1, ""])
    const child = spawn(process.execPath, [cli, ...check], { stdio: ["ignore", "pipe", "ignore"] })
    await once(child.stdout, "data")
    child.kill("SIGINT")
    child.stdout.resume()
    expect(await once(child, "close")).toEqual([null, "SIGINT"])
  })

  test.each(["0", "x", "1.5", "-1", "100"])("--jobs %s is bad usage", async (jobs) => {
    const { code, err } = await assay(["check", "-p", at("policy.yaml"), at("many"), `--jobs=${jobs}`])
    expect(code).toBe(2)
    expect(err).toMatch(/--jobs/)
  })
})
