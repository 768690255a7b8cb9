import { LOG_EVERYTHING } from "../../assembly/abi.ts"
import {
  courtOf,
  type EvaluateOptions,
  extentOf,
  imageOf,
  judging,
  type Program,
  readCalls,
  run,
  verdictOn,
} from "../judge/index.ts"
import { RuleTable, TablesView } from "../program/index.ts"
import type { TraceInput } from "../trace/index.ts"
import { Evidence, unreadableVerdict, type Verdict, type Violation } from "../verdict/index.ts"
import type { Explanation, Repair, RuleExplanation } from "./model.ts"
import { Readings } from "./readings.ts"
import { repairsOf } from "./repair.ts"
import { Rows } from "./rows.ts"
import { Steps, textsOf } from "./steps.ts"

/**
 * Says what each call of a trace did to each rule that read it, from the steps the core took, and what would
 * have satisfied the rules that are violated.
 *
 * @example
 * new TraceExplainer(policy).explain(["Create"]).steps[0].changes
 */
export class TraceExplainer {
  readonly #program: Program
  #readings: Readings | undefined
  #texts: ReturnType<typeof textsOf> | undefined

  constructor(program: Program) {
    this.#program = program
  }

  /** Like `evaluate`, never throws on a malformed trace: its explanation has no steps and no rules. */
  explain(trace: TraceInput, options: EvaluateOptions = {}): Explanation {
    const extent = extentOf(options)
    const read = readCalls(trace, courtOf(this.#program).codeOf)
    const { names } = read
    if (names === undefined) return { verdict: unreadableVerdict(extent, read.diagnostics), steps: [], rules: [] }
    const image = imageOf(this.#program)
    this.#texts ??= textsOf(image)
    const steps = new Steps(this.#texts, names.length)
    const verdict = judging(this.#program, (court) => {
      const evidence = new Evidence(image.info.rules.keys())
      const drain = (log: Uint32Array): void => {
        steps.add(log)
        evidence.add(log)
      }
      const calls = { ...read, names }
      const lookalikes = run(court, calls, LOG_EVERYTHING, { drain })
      return verdictOn(court, calls, extent, lookalikes, () => evidence)
    })
    return { verdict, steps: steps.of(names), rules: this.#rules(verdict, names, steps) }
  }

  #rules(verdict: Verdict, names: readonly string[], steps: Steps): RuleExplanation[] {
    let rows: Rows | undefined
    return verdict.rules.map(({ id, violation }, rule) => {
      const told = { rule: id, before: steps.before(rule), after: steps.after(rule) }
      if (violation === undefined || this.#asksForMore(rule)) return told
      this.#readings ??= new Readings(imageOf(this.#program))
      rows ??= new Rows(names, this.#readings)
      const repairs = this.#repairs(rule, violation, verdict, rows)
      return repairs === undefined ? told : { ...told, repairs }
    })
  }

  /** What would have passed is searched among names; of arguments and answers there are too many. */
  #asksForMore(rule: number): boolean {
    return imageOf(this.#program).info.conditions.some(([conditional]) => conditional === rule)
  }

  #repairs(rule: number, { call, calls }: Violation, { extent }: Verdict, rows: Rows): readonly Repair[] | undefined {
    const { info, tables } = imageOf(this.#program)
    return repairsOf({
      table: new RuleTable(new TablesView(tables), info.rules[rule] ?? { automaton: 0 }),
      everyColumn: () => rows.everyColumn(rule),
      readCalls: () => rows.readCalls(rule),
      length: rows.names.length,
      extent,
      near: calls?.at(-1) ?? call,
      nameOf: (index) => rows.names[index] ?? "",
      toolFor: (column) => rows.readings.toolFor(rule, column),
    })
  }
}
