import {
  PLACE_CERTAIN,
  PLACE_KEPT,
  PLACE_UNIT,
  PLACE_UNIT_END,
  READ_DONE,
  READ_MORE,
  READ_TRACE,
} from "../../assembly/abi.ts"
import { DOCUMENT } from "../../assembly/scan/scan-abi.ts"
import { native } from "../trace/formats/index.ts"
import type { Trace, TraceDetection, TracePlace } from "../trace/index.ts"
import { placeOf } from "../trace/read-trace.ts"
import { withoutByteOrderMark } from "../trace/utf8.ts"
import type { Verdict } from "../verdict/index.ts"
import type { Court } from "./court.ts"
import type { LineOptions } from "./line-judge.ts"
import { traceIn, UnitJudge } from "./unit-judge.ts"

/** A trace of a document: what came of it, and where in the bytes it stands. */
interface Element {
  readonly verdict: Verdict
  readonly at: number
  readonly end: number
}

/** The traces of a document that the core has read from its first byte to its last. */
export interface DocumentVerdicts {
  readonly detection: TraceDetection
  readonly count: number
  verdict(index: number): Verdict
  place(index: number): TracePlace
  trace(index: number): Trace | undefined
}

/** Judges a JSON document in the core; undefined: something in it is to be read by the host, and then all of it is. */
export function judgeDocument(court: Court, bytes: Uint8Array, options: LineOptions): DocumentVerdicts | undefined {
  const isNamed = options.format !== undefined
  if (isNamed && options.format !== native) return undefined
  const elements = new Elements(court, bytes, options).read(!isNamed)
  if (elements === undefined || elements.length === 0) return undefined
  const start = bytes.length - withoutByteOrderMark(bytes).length
  let root = start
  while (bytes[root] === 32 || bytes[root] === 9 || bytes[root] === 10 || bytes[root] === 13) root++
  const isOne = bytes[root] === 0x7b || elements[0]?.at === root
  const { file } = options.settings
  const evidence = isNamed ? "the caller named it" : `${isOne ? "" : "element 0: "}\`calls\` is an array`
  return {
    detection: { format: native.name, container: "json", evidence },
    count: elements.length,
    verdict: (index) => (elements[index] as Element).verdict,
    place: (index) => placeOf(file, { pointer: isOne ? "" : `/${index}` }),
    trace(index) {
      const { at, end, verdict } = elements[index] as Element
      return traceIn(bytes.subarray(at, end), verdict.calls)
    },
  }
}

/** Reads the elements of a document through the core's window. */
class Elements {
  readonly #units: UnitJudge
  readonly #bytes: Uint8Array
  readonly #elements: Element[] = []
  /** Bytes that were copied, and where in them the window begins. */
  #at = 0
  #base = 0

  constructor(court: Court, bytes: Uint8Array, { extent, full }: LineOptions) {
    this.#units = new UnitJudge(court, extent)
    this.#bytes = bytes
    this.#units.begin(DOCUMENT, full)
  }

  read(mustBeCertain: boolean): readonly Element[] | undefined {
    const { window } = this.#units
    this.#open()
    for (;;) {
      const code = this.#units.next()
      if (code === READ_DONE) return this.#elements
      const { place } = window
      if (code === READ_MORE) {
        this.#base += place[PLACE_KEPT] as number
        window.turn(this.#bytes.length - this.#base)
        this.#open()
      } else if (code !== READ_TRACE || (mustBeCertain && place[PLACE_CERTAIN] === 0)) return undefined
      else {
        const at = this.#base + (place[PLACE_UNIT] as number)
        const end = this.#base + (place[PLACE_UNIT_END] as number)
        this.#elements.push({ verdict: this.#units.verdict(), at, end })
      }
    }
  }

  #open(): void {
    const { window } = this.#units
    this.#at += window.fill(this.#bytes, this.#at)
    window.open(this.#at === this.#bytes.length)
  }
}
