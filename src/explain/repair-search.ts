import type { RuleTable } from "../program/index.ts"
import type { Extent } from "../trace/index.ts"
import type { Edit, Repair } from "./model.ts"
import { type Needs, never, slackAfter, slackBefore } from "./slack.ts"

/** What a repair is searched in. */
export interface RepairProblem {
  readonly table: RuleTable
  /** The column of each call. */
  readonly columns: Uint8Array
  readonly extent: Extent
  /** Repairs nearest to this call are preferred. */
  readonly near: number
  readonly nameOf: (call: number) => string
  /** A tool whose call reads as this column; undefined where none is known. */
  readonly toolFor: (column: number) => string | undefined
}

/** A state and the slack in it (see `RuleTable`). */
interface Place {
  readonly state: number
  readonly slack: number
}

/** What is done to a trace: a call inserted, or one deleted. */
export type Kind = Edit["edit"]

/**
 * The search for edits after which a trace ends well. More slack never hurts: what one slack can still bring to a good
 * end, a larger one can too. So one number a state and call, worked out from the end backwards, answers whether the rest
 * of the trace will do, and the search is linear in the trace.
 */
export class RepairSearch {
  readonly #problem: RepairProblem
  readonly #table: RuleTable
  /** By state: the columns whose calls move the rule without offending it. */
  readonly #useful: readonly (readonly number[])[]
  readonly #needs = new Map<string, Needs>()
  /** Where the trace as it is leads, up to the call that offends. */
  readonly #places: readonly Place[]

  constructor(problem: RepairProblem, useful: readonly (readonly number[])[]) {
    this.#problem = problem
    this.#table = problem.table
    this.#useful = useful
    const lost = problem.table.isArmed(0) && problem.table.bound === 0
    this.#places = lost ? [] : this.#walk({ state: 0, slack: problem.table.bound }, 0)
  }

  /** Whether so much is counted too many that no deletions help: one takes one off. */
  isFarTooMuch(mostEdits: number): boolean {
    const table = this.#table
    if (!Array.from({ length: table.states }, (_, state) => table.counts(state)).some(Boolean)) return false
    const need = this.#needsFor([])[0] as number
    return need !== never && need - table.bound > mostEdits
  }

  /** One repair that makes edits of these kinds in this order, nearest to where it is wanted. */
  repairs([first, ...rest]: readonly Kind[]): Repair[] {
    const repair = this.#from(this.#places, 0, first, rest)
    return repair === undefined ? [] : [repair]
  }

  /** One insertion and one deletion, whichever comes first. */
  mixed(): Repair[] {
    const both = [this.repairs(["insert", "delete"]), this.repairs(["delete", "insert"])].flat()
    const far = (repair: Repair): number => repair.reduce((sum, edit) => sum + this.#distance(edit), 0)
    const [a, b] = both
    return a !== undefined && b !== undefined ? [far(b) < far(a) ? b : a] : both
  }

  /** The place after a call; undefined where it offends. */
  #step({ state, slack }: Place, column: number): Place | undefined {
    const left = slackAfter(this.#table, state, slack, column)
    return left < 0 ? undefined : { state: this.#table.cell(state, column).to, slack: left }
  }

  /** Edits of these kinds from call `offset` on, where `places` are those before it and the calls after. */
  #from(places: readonly Place[], offset: number, kind: Kind | undefined, rest: readonly Kind[]): Repair | undefined {
    if (kind === undefined) return []
    const needs = this.#needsFor(rest)
    for (const index of nearestFirst(this.#problem.near - offset, places.length, kind)) {
      const call = offset + index
      const found = this.#editAt(places[index] as Place, call, kind, needs)
      if (found === undefined) continue
      const [next, ...others] = rest
      const later = kind === "delete" ? call + 1 : call
      const tail = next === undefined ? [] : this.#from(this.#walk(found.place, later), later, next, others)
      return tail && [found.edit, ...tail]
    }
    return undefined
  }

  /** The places from `place` before call `from` on. */
  #walk(place: Place, from: number): Place[] {
    const { columns } = this.#problem
    const places: Place[] = []
    let at: Place | undefined = place
    for (let call = from; call <= columns.length && at !== undefined; call++) {
      places.push(at)
      at = call < columns.length ? this.#step(at, columns[call] as number) : undefined
    }
    return places
  }

  /** An edit before or of this call that brings the trace to a good end. */
  #editAt(place: Place, call: number, kind: Kind, needs: Needs): { edit: Edit; place: Place } | undefined {
    const { columns, nameOf, toolFor } = this.#problem
    const { states } = this.#table
    if (kind === "delete") {
      const enough = call < columns.length && place.slack >= (needs[(call + 1) * states + place.state] as number)
      return enough ? { edit: { edit: "delete", call, tool: nameOf(call) }, place } : undefined
    }
    for (const column of this.#useful[place.state] as readonly number[]) {
      const after = this.#step(place, column)
      const tool = toolFor(column)
      if (after === undefined || tool === undefined) continue
      if (after.slack >= (needs[call * states + after.state] as number)) {
        return { edit: { edit: "insert", call, tool }, place: after }
      }
    }
    return undefined
  }

  /** An insertion before a call lies half a call before it. */
  #distance({ edit, call }: Edit): number {
    return Math.abs(call - (edit === "insert" ? 0.5 : 0) - this.#problem.near)
  }

  /** The slack needed when edits of these kinds, in this order, are still to come. */
  #needsFor(kinds: readonly Kind[]): Needs {
    const key = kinds.join()
    const needs = this.#needs.get(key) ?? this.#workOut(kinds)
    this.#needs.set(key, needs)
    return needs
  }

  #workOut([kind, ...rest]: readonly Kind[]): Needs {
    const { columns } = this.#problem
    const table = this.#table
    const useful = this.#useful
    const { states } = table
    const needs = new Int32Array((columns.length + 1) * states)
    const later = kind === undefined ? undefined : this.#needsFor(rest)
    for (let call = columns.length; call >= 0; call--) {
      const [row, next] = [call * states, (call + 1) * states]
      const column = columns[call]
      for (let state = 0; state < states; state++) {
        let need = never
        if (column === undefined) need = later === undefined ? this.#needAtEnd(state) : never
        else need = slackBefore(table, state, column, needs, next)
        if (later !== undefined && kind === "delete" && column !== undefined) {
          need = Math.min(need, later[next + state] as number)
        } else if (later !== undefined && kind === "insert") {
          for (const used of useful[state] as readonly number[]) {
            need = Math.min(need, slackBefore(table, state, used, later, row))
          }
        }
        needs[row + state] = need
      }
    }
    return needs
  }

  #needAtEnd(state: number): number {
    const table = this.#table
    const outcome = this.#problem.extent === "complete" ? table.complete(state) : table.partial(state)
    return outcome === "violated" ? never : table.isArmed(state) ? 1 : 0
  }
}

/** The places from 0 to `count - 1`, those nearest to `near` first; of two as near the earlier. */
function* nearestFirst(near: number, count: number, kind: Kind): Generator<number> {
  const start = Math.min(Math.max(near, 0), count - 1)
  let [before, after] = [start, start + 1]
  while (before >= 0 || after < count) {
    const toBefore = near - before + (kind === "insert" ? 0.5 : 0)
    const toAfter = after - near - (kind === "insert" ? 0.5 : 0)
    if (after >= count || (before >= 0 && toBefore <= toAfter)) yield before--
    else yield after++
  }
}
