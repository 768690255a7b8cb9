import type { Diagnostic, Position, Range } from "../src/index.ts"
import type { ReadTrace } from "../src/trace/index.ts"
import { placeInJson } from "./json-place.ts"

/** Turns offsets of one text into ranges; the starts of lines are found once. */
export class PlaceFinder {
  readonly #text: string
  readonly #starts: number[] = [0]

  constructor(text: string) {
    this.#text = text
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1)
  }

  /** Where a finding about a trace stands: by its range, else by its JSON Pointer, else by its trace. */
  of({ range, path }: Diagnostic, { place }: ReadTrace): Range | undefined {
    const isWholeLine = range !== undefined && range.start.column === 1 && range.end.offset - range.start.offset > 1
    if (range !== undefined && (path === undefined || !isWholeLine)) return range
    const base = range?.start.offset ?? this.#startOf(place.line)
    const pointer = path ?? place.pointer ?? ""
    return this.#byPointer(base, pointer) ?? range ?? this.#line(place.line)
  }

  #startOf(line: number | undefined): number {
    return this.#starts[(line ?? 1) - 1] ?? 0
  }

  #byPointer(base: number, pointer: string): Range | undefined {
    const found = placeInJson(this.#text, base, pointer)
    return found && { start: this.#position(found[0]), end: this.#position(found[1]) }
  }

  #line(line: number | undefined): Range | undefined {
    if (line === undefined || this.#text.trim() === "") return undefined
    const offset = this.#startOf(line)
    const end = (this.#starts[line] ?? this.#text.length + 1) - 1
    return { start: this.#position(offset), end: this.#position(Math.max(offset, end)) }
  }

  #position(offset: number): Position {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1, offset }
  }
}
