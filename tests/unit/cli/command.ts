import { mkdtempSync, writeFileSync } from "node:fs"
import { mkdir } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import type { Sink } from "../../../src/cli/io.ts"
import { run } from "../../../src/cli/run.ts"

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface World {
  readonly stdin?: string | Uint8Array | AsyncIterable<Uint8Array>
  readonly env?: Readonly<Record<string, string>>
  readonly terminal?: boolean
}

/** Runs the command in this process, as if typed. */
export async function assay(words: readonly string[], world: World = {}): Promise<Ran> {
  const stdout = collector(world.terminal ?? false)
  const stderr = collector(false)
  const stdin = toStream(world.stdin ?? "")
  const code = await run(words, { stdout, stderr, stdin, env: world.env ?? {} })
  return { code, stdout: stdout.text(), stderr: stderr.text() }
}

function collector(terminal: boolean): Sink & { text(): string } {
  let collected = ""
  return {
    async write(text) {
      collected += text
    },
    terminal,
    columns: 80,
    text: () => collected,
  }
}

async function* toStream(source: NonNullable<World["stdin"]>): AsyncIterable<Uint8Array> {
  if (typeof source === "string") yield new TextEncoder().encode(source)
  else if (source instanceof Uint8Array) yield source
  else yield* source
}

/** A new folder with these files; resolves to a function from a name in it to its path. */
export async function folder(files: Readonly<Record<string, string | Uint8Array>>): Promise<(name: string) => string> {
  const root = mkdtempSync(join(tmpdir(), "assay-test-"))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), content)
  }
  return (name) => join(root, name)
}

export const policy = `version: "1.1"
name: refunds
sequences:
  - id: verify-first
    type: before
    first: Verify
    then: Refund
    message: Verify the customer first.
  - id: one-refund
    type: max_calls
    tool: Refund
    max: 1
    severity: warning
`

/** One trace of each kind: what is held, violated, only warned of, never exercised. */
export const traces = [
  { id: "good", tools: ["Verify", "Refund"] },
  { id: "bad", tools: ["Refund", "Verify"] },
  { id: "warned", tools: ["Verify", "Refund", "Refund"] },
  { id: "idle", tools: ["Search"] },
]

export function jsonl(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("")
}
