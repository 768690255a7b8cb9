import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs"
import { join, resolve } from "node:path"
import { compileRegex, type RegexForm } from "../../../src/regex/compile.ts"
import type { CompiledRegex, RegexDialect, RegexFault } from "../../../src/regex/index.ts"

export type Build = "simd" | "scalar"

interface RegexExports {
  readonly memory: WebAssembly.Memory
  alloc(bytes: number): number
  fits(at: number, words: number): number
  search(regex: number, text: number, bytes: number): number
  fuelLeft(): number
}

const root = resolve(import.meta.dirname, "../../..")
const entry = "tests/core/entries/regex.ts"
const config = "tests/core/entries/regex.asconfig.json"
const sources = [
  "arena.ts",
  "fuel.ts",
  "json/scratch.ts",
  "check/regex.ts",
  "check/regex-shape.ts",
  "check/regex-abi.ts",
]

/** The regular expressions of the core alone, compiled by asc when their sources have changed. */
export class RegexCore {
  readonly #core: RegexExports
  readonly #regex: number
  readonly #text: number
  readonly #textBytes: number

  constructor(build: Build = "simd", textBytes = 1 << 16) {
    const module = new WebAssembly.Module(readFileSync(compiled(build)))
    this.#core = new WebAssembly.Instance(module).exports as unknown as RegexExports
    this.#regex = this.#core.alloc(1 << 20)
    this.#text = this.#core.alloc(textBytes)
    this.#textBytes = textBytes
  }

  /** How many words the core takes it for; what stands behind them is of no matter. */
  load(words: readonly number[], room: number = words.length): number {
    new Uint32Array(this.#core.memory.buffer, this.#regex, words.length).set(words)
    return this.#core.fits(this.#regex, room)
  }

  /** What searching for the loaded expression says. */
  search(text: string | Uint8Array): number {
    const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text
    if (bytes.length > this.#textBytes) throw new RangeError("the text is longer than its place")
    new Uint8Array(this.#core.memory.buffer, this.#text, bytes.length).set(bytes)
    return this.#core.search(this.#regex, this.#text, bytes.length)
  }

  /** Steps that the last search took of the fuel for a text of so many bytes. */
  spent(bytes: number): number {
    return 1_000_000 + 64 * bytes - this.#core.fuelLeft()
  }
}

/** Compiles a pattern that is expected to be taken. */
export function taken(pattern: string, dialect: RegexDialect = "re2", form: RegexForm = "any"): CompiledRegex {
  const made = compileRegex(pattern, dialect, form)
  if ("code" in made) throw new Error(`${pattern}: ${made.message}`)
  return made
}

export function refused(pattern: string, dialect: RegexDialect = "re2"): RegexFault {
  const made = compileRegex(pattern, dialect)
  if (!("code" in made)) throw new Error(`${pattern} was taken`)
  return made
}

function compiled(build: Build): string {
  const digest = createHash("sha256")
  for (const file of [entry, config, ...sources.map((name) => `assembly/${name}`)])
    digest.update(readFileSync(join(root, file)))
  const file = join(root, `build/regex-${build}-${digest.digest("hex").slice(0, 12)}.wasm`)
  if (existsSync(file)) return file
  mkdirSync(join(root, "build"), { recursive: true })
  const scratch = mkdtempSync(join(root, "build/regex-"))
  try {
    const out = join(scratch, "regex.wasm")
    const asc = join(root, "node_modules/assemblyscript/bin/asc.js")
    execFileSync(process.execPath, [asc, entry, "--config", config, "--target", build, "--outFile", out], {
      cwd: root,
      stdio: "pipe",
    })
    renameSync(out, file)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  return file
}
