import { CHECK_NUMBERS, TAPE_OK } from "../../../assembly/check/schema-abi.ts"
import { resolveHardNumbers } from "../../../src/core/hard-numbers.ts"
import { type Check, CheckSet, schemaCheck } from "../../../src/schema/index.ts"
import { type Build, compiled } from "./compiled.ts"

interface Exports {
  readonly memory: WebAssembly.Memory
  alloc(bytes: number): number
  loadChecks(at: number, words: number): number
  isCheck(check: number): number
  parse(at: number, bytes: number): number
  root(): number
  reset(): void
  holds(check: number, value: number, bytes: number): number
  hardNumbers(): number
  hardNumbersAt(): number
  top(): number
  spell(value: number): number
  spellingAt(): number
  spellingEnd(): number
  parseOften(at: number, bytes: number, times: number): number
  judgeOften(at: number, bytes: number, check: number, times: number): number
}

const encoder = new TextEncoder()
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

/** One instance of the core's tape and checks, with the checks given. */
export class Judge {
  readonly core: Exports
  private readonly places: readonly number[]
  private at = 0
  private room = 0
  /** How often the host was asked for numbers. */
  asked = 0

  constructor(build: Build, checks: readonly Check[] = []) {
    this.core = new WebAssembly.Instance(compiled(build), {}).exports as unknown as Exports
    const set = new CheckSet()
    this.places = checks.map((check) => set.add(check))
    if (!this.load(set.words)) throw new Error("the core refused the section")
  }

  load(words: readonly number[]): boolean {
    const at = this.core.alloc(words.length * 4) >>> 0
    new Uint32Array(this.core.memory.buffer, at, words.length).set(words)
    return this.core.loadChecks(at, words.length) !== 0
  }

  /** Puts a text where the core reads it: directly at the end of what is written, so that a look beyond is a look at rubbish. */
  write(text: string | Uint8Array): number {
    const bytes = typeof text === "string" ? encoder.encode(text) : text
    if (this.room < bytes.length + 16) {
      this.room = bytes.length * 2 + 1024
      this.at = this.core.alloc(this.room) >>> 0
    }
    const memory = new Uint8Array(this.core.memory.buffer, this.at, this.room)
    memory.set(bytes)
    memory.fill(0x31, bytes.length, bytes.length + 16)
    return bytes.length
  }

  /** Reads a text: a `TAPE_` code. */
  parse(text: string | Uint8Array): number {
    this.core.reset()
    const bytes = this.write(text)
    return this.core.parse(this.at, bytes)
  }

  /** What the check of this number says of a text: a `CHECK_` code, never `CHECK_NUMBERS`. */
  judge(text: string, check = 0): number {
    const code = this.parse(text)
    if (code !== TAPE_OK) throw new Error(`not read (${code}): ${text.slice(0, 200)}`)
    return this.again(text.length, check)
  }

  /** The same of the value that was read last. */
  again(bytes: number, check = 0): number {
    return this.resolved(() => this.core.holds(this.places[check] as number, this.core.root(), bytes))
  }

  /** A text as the core spells it; undefined when it is not read. */
  spell(text: string): string | undefined {
    if (this.parse(text) !== TAPE_OK) return undefined
    this.resolved(() => this.core.spell(this.core.root()))
    const [from, to] = [this.core.spellingAt() >>> 0, this.core.spellingEnd() >>> 0]
    return decoder.decode(new Uint8Array(this.core.memory.buffer, from, to - from))
  }

  private resolved(ask: () => number): number {
    for (let round = 0; round < 3; round++) {
      const found = ask()
      if (found !== CHECK_NUMBERS) return found
      this.asked++
      const count = this.core.hardNumbers()
      const { buffer } = this.core.memory
      resolveHardNumbers(new Uint8Array(buffer), new DataView(buffer), this.core.hardNumbersAt() >>> 0, count)
    }
    throw new Error("the core asks for numbers again and again")
  }

  /** Nanoseconds that it takes to read the text, and to read and judge it. */
  time(text: string, times: number): { parse: number; judge: number } {
    const bytes = this.write(text)
    const start = performance.now()
    this.core.parseOften(this.at, bytes, times)
    const middle = performance.now()
    this.core.judgeOften(this.at, bytes, this.places[0] as number, times)
    const end = performance.now()
    return { parse: ((middle - start) / times) * 1e6, judge: ((end - middle) / times) * 1e6 }
  }
}

/** The check of a schema that is in order. */
export function checkOf(schema: unknown): Check {
  const { check, problems } = schemaCheck(schema)
  if (check === undefined) throw new Error(JSON.stringify(problems))
  return check
}
