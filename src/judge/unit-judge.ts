import {
  LOG_WANTED,
  NAME_UNPLAIN,
  NO_PLACE,
  PLACE_CALLS,
  PLACE_COSTLY,
  PLACE_ID,
  PLACE_ID_BYTES,
  PLACE_ID_ESCAPED,
  PLACE_NAME,
  PLACE_NAME_BYTES,
  PLACE_NAME_ESCAPED,
  PLACE_RECORDS,
  PLACE_UNIT,
  PLACE_UNIT_END,
  PLACE_WORDS,
  READ_DRAIN,
  READ_FULL,
  READ_NAME,
  READ_NUMBERS,
  RECORD_WORDS,
} from "../../assembly/abi.ts"
import type { WindowDesk } from "../core/index.ts"
import type { Diagnostic } from "../diagnostic/index.ts"
import type { Extent, Trace, TraceInput } from "../trace/model.ts"
import { readTraceInput } from "../trace/trace-input.ts"
import { decodeUtf8 } from "../trace/utf8.ts"
import { Evidence, type Verdict } from "../verdict/index.ts"
import type { Court } from "./court.ts"
import { tooCostly } from "./evaluate.ts"
import { run } from "./run.ts"
import { shortText } from "./short-text.ts"
import { isLookalike, symbolMask } from "./symbols.ts"
import { readCalls } from "./taken-calls.ts"

const none: readonly Diagnostic[] = Object.freeze([])

/** Judges the traces that the core reads by itself, and does for it what only the host can. */
export class UnitJudge {
  readonly window: WindowDesk
  readonly #court: Court
  readonly #extent: Extent
  readonly #complete: boolean
  /** Where the trace stands that was judged last, and how many calls it has. */
  #at = 0
  #end = 0
  #calls = 0
  #logIsWhole = true

  constructor(court: Court, extent: Extent) {
    this.window = court.machine.window
    this.#court = court
    this.#extent = extent
    this.#complete = extent === "complete"
  }

  /** A new input. `full`: takes exactly what `JSON.parse` takes. */
  begin(container: number, full: boolean): void {
    this.#court.admit(undefined)
    this.window.begin(container, full)
  }

  /** Goes on until the core has judged a trace or needs to be told how to go on: another `READ_` code. */
  next(): number {
    for (;;) {
      const code = this.window.next(this.#complete)
      if (code < READ_NAME) return code
      if (code === READ_NAME) this.#name()
      else if (code === READ_NUMBERS) this.#court.machine.desk.spellNumbers()
      else if (code === READ_DRAIN) {
        this.#court.machine.log()
        this.#logIsWhole = false
      } else if (code === READ_FULL) throw new RangeError("a session holds at most 2^30 calls")
    }
  }

  #name(): void {
    const { window } = this
    const { place } = window
    const at = place[PLACE_NAME] as number
    const text = at === NO_PLACE ? "" : window.text(at, at + (place[PLACE_NAME_BYTES] as number), shortText)
    const code = this.#court.symbols.of(place[PLACE_NAME_ESCAPED] === 0 ? text : unescaped(text))
    // What can be mistaken for another name is told of: the host reads such traces.
    window.named((code & symbolMask) | ((code & isLookalike) === 0 ? 0 : NAME_UNPLAIN))
  }

  /** After `READ_TRACE`. */
  verdict(): Verdict {
    const { place } = this.window
    this.#at = place[PLACE_UNIT] as number
    this.#end = place[PLACE_UNIT_END] as number
    const id = this.#id(place)
    const costly = place[PLACE_COSTLY] as number
    const diagnostics = costly === 0 ? none : [tooCostly(costly)]
    const calls = place[PLACE_CALLS] as number
    this.#calls = calls
    const facts = { id, extent: this.#extent, calls, diagnostics, evidence: this.#evidence }
    const end = PLACE_WORDS + (place[PLACE_RECORDS] as number) * RECORD_WORDS
    const verdict = this.#court.assembly.verdict(place, facts, PLACE_WORDS, end)
    this.#logIsWhole = true
    return verdict
  }

  #id(place: Uint32Array): string | undefined {
    const at = place[PLACE_ID] as number
    if (at === NO_PLACE) return undefined
    const text = this.window.text(at, at + (place[PLACE_ID_BYTES] as number), shortText)
    return place[PLACE_ID_ESCAPED] === 0 ? text : unescaped(text)
  }

  readonly #evidence = (rules: Iterable<number>): Evidence => {
    const wanted = [...rules]
    const evidence = new Evidence(wanted)
    const log = this.#logIsWhole ? this.#court.machine.log() : undefined
    if (log !== undefined) evidence.add(log)
    else this.#runAgain(wanted, (piece) => evidence.add(piece))
    return evidence
  }

  /** The log did not hold everything: a second run logs these rules alone. */
  #runAgain(wanted: readonly number[], drain: (log: Uint32Array) => void): void {
    const read = readCalls(this.#value() as TraceInput, this.#court.codeOf)
    const { names } = read
    if (names === undefined) throw new TypeError("what the core has judged is no trace")
    run(this.#court, { ...read, names }, LOG_WANTED, { wanted, drain })
  }

  /** The trace that was judged last, until the core goes on. */
  trace(): Trace | undefined {
    return traceIn(this.bytes, this.#calls)
  }

  /** Its bytes, until the core goes on. */
  get bytes(): Uint8Array {
    return this.window.bytes(this.#at, this.#end)
  }

  #value(): unknown {
    return JSON.parse(decodeUtf8(this.bytes) ?? "")
  }
}

/**
 * The trace in bytes that the core has judged. Where only their shape was looked at, they need not be JSON in what no
 * rule reads: then the calls are there, and no more is known of them.
 */
export function traceIn(bytes: Uint8Array, calls: number): Trace | undefined {
  try {
    return readTraceInput(JSON.parse(decodeUtf8(bytes) ?? "")).trace
  } catch {
    return { calls: Array.from({ length: calls }, () => ({ tool: "" })) }
  }
}

/** What a JSON string with escapes, without its quotes, stands for. */
function unescaped(text: string): string {
  return JSON.parse(`"${text}"`) as string
}
