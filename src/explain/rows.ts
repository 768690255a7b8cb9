import type { Readings } from "./readings.ts"

/** The rows of a trace's names: names are looked up once, however often they are called. */
export class Rows {
  readonly names: readonly string[]
  readonly readings: Readings
  /** By name, in the order in which they first came: the columns of the rules that read it. */
  readonly #rows: ReadonlyMap<number, number>[] = []
  /** By name: its calls. */
  readonly #callsOf: number[][] = []

  constructor(names: readonly string[], readings: Readings) {
    const known = new Map<string, number[]>()
    this.names = names
    this.readings = readings
    for (let call = 0; call < names.length; call++) {
      const name = names[call] as string
      const calls = known.get(name)
      if (calls !== undefined) {
        calls.push(call)
        continue
      }
      const first = [call]
      known.set(name, first)
      this.#rows.push(readings.row(name))
      this.#callsOf.push(first)
    }
  }

  /** The column of each call in the table of a rule. */
  everyColumn(rule: number): Uint8Array {
    const columns = new Uint8Array(this.names.length)
    for (const [index, row] of this.#rows.entries()) {
      const column = row.get(rule) ?? 0
      if (column > 0) for (const call of this.#callsOf[index] as readonly number[]) columns[call] = column
    }
    return columns
  }

  /** The calls that a rule reads as one of its operands, rising, and the column of each. */
  readCalls(rule: number): { readonly calls: Uint32Array; readonly columns: Uint8Array } {
    const every = this.everyColumn(rule)
    const calls = new Uint32Array(this.names.length)
    let read = 0
    for (let call = 0; call < every.length; call++) if (every[call] !== 0) calls[read++] = call
    const columns = new Uint8Array(read)
    for (let index = 0; index < read; index++) columns[index] = every[calls[index] as number] as number
    return { calls: calls.subarray(0, read), columns }
  }
}
