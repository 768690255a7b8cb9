import {
  LOG_TRANSITIONS,
  LOG_WORDS,
  OUTCOME_VIOLATED,
  RECORD_OUTCOME_MASK,
  RECORD_RULE_SHIFT,
  RECORD_WORDS,
} from "../../assembly/abi.ts"
import type { Diagnostic } from "../diagnostic/index.ts"
import {
  type Court,
  courtOf,
  type EvaluateOptions,
  extentOf,
  imageOf,
  judging,
  lookalikeDiagnostics,
  Policy,
  type Program,
  readCalls,
  run,
  type TakenCalls,
} from "../judge/index.ts"
import type { Extent, TraceInput } from "../trace/index.ts"
import type { CoverageReport } from "./model.ts"
import { clipped, NamesSeen } from "./names-seen.ts"
import { Outcomes } from "./outcomes.ts"
import { checkThreshold, mostDiagnostics, reportOf } from "./report.ts"
import { rulesOf, toolsOf, unattempted } from "./seen.ts"

/**
 * The coverage of traces that come one after the other. What it keeps grows with the policy and not with
 * the traces.
 */
export class CoverageSuite {
  readonly #program: Program
  readonly #names: NamesSeen
  /** Of the traces that touched a rule; and what attempts change. */
  readonly #outcomes: Outcomes
  readonly #touched: Readonly<Record<Extent, Float64Array>>
  /** Cells entered, rule by rule: `state << 8 | column`. */
  readonly #cells: readonly Set<number>[]
  readonly #traces: Record<Extent, number> = { complete: 0, partial: 0 }
  readonly #diagnostics: Diagnostic[] = []
  readonly #lookalikes = new Map<string, string>()
  #start: Court["start"] | undefined
  #unreadable = 0
  #calls = 0
  #attempts = 0

  constructor(program: Program) {
    const image = imageOf(program)
    const rules = image.info.rules.length
    this.#program = program
    this.#names = new NamesSeen(image)
    this.#outcomes = new Outcomes(rules)
    this.#touched = { complete: new Float64Array(rules), partial: new Float64Array(rules) }
    this.#cells = image.info.rules.map(() => new Set())
  }

  /** Traces read and unreadable so far. */
  get traces(): number {
    return this.#traces.complete + this.#traces.partial + this.#unreadable
  }

  /** Adds a trace. A malformed one counts as unreadable; the report says why. */
  add(trace: TraceInput, options: EvaluateOptions = {}): void {
    const extent = extentOf(options)
    const read = readCalls(trace, courtOf(this.#program).codeOf)
    const { names, attempts, diagnostics } = read
    if (names === undefined) {
      this.addUnreadable(diagnostics)
      return
    }
    this.#keep(diagnostics)
    const violated = judging(this.#program, (court) => this.#judge(court, { ...read, names }, extent))
    this.#calls += names.length
    for (let i = 0; i < names.length; i++) this.#names.called(names[i] as string)
    if (attempts.length > 0) this.#attempt(attempts, violated)
  }

  /** Attempts that were denied: no rule steps on them, but a ban that was tried and not broken has held. */
  #attempt(attempts: readonly string[], violated: ReadonlySet<number>): void {
    this.#attempts += attempts.length
    for (const name of attempts) this.#names.attempted(name)
    for (const rule of this.#names.bansOn(attempts)) {
      if (!violated.has(rule)) this.#outcomes.tried(rule)
    }
  }

  /** Counts a trace that could not be read, for these reasons. */
  addUnreadable(diagnostics: readonly Diagnostic[] = []): void {
    this.#keep(diagnostics)
    this.#unreadable++
  }

  /** Those of the trace that comes now: paths begin with its index. */
  #keep(diagnostics: readonly Diagnostic[]): void {
    for (const each of diagnostics) {
      if (this.#diagnostics.length >= mostDiagnostics) return
      this.#diagnostics.push({ ...each, path: `/${this.traces}${each.path ?? ""}` })
    }
  }

  /** Runs the trace, and answers which rules it violates. */
  #judge(court: Court, calls: TakenCalls, extent: Extent): ReadonlySet<number> {
    const violated = new Set<number>()
    court.follow(this)
    const lookalikes = run(court, calls, LOG_TRANSITIONS, { drain: (log) => this.#follow(log) })
    for (const [name, known] of lookalikes) {
      if (this.#lookalikes.size < mostDiagnostics) this.#lookalikes.set(clipped(name), known)
    }
    const records = court.machine.record(extent === "complete")
    const touched = this.#touched[extent]
    for (let at = 0; at < records.length; at += RECORD_WORDS) {
      const word = records[at] as number
      const rule = word >>> RECORD_RULE_SHIFT
      touched[rule] = (touched[rule] as number) + 1
      this.#outcomes.add(word, 1)
      if ((word & RECORD_OUTCOME_MASK) === OUTCOME_VIOLATED) violated.add(rule)
    }
    this.#start = court.start
    this.#traces[extent]++
    return violated
  }

  #follow(log: Uint32Array): void {
    for (let at = 0; at < log.length; at += LOG_WORDS) {
      const states = log[at + 2] as number
      this.#cells[log[at] as number]?.add(((states & 0xff) << 8) | (states >>> 16))
    }
  }

  /** The coverage so far. `threshold`: what `meetsThreshold` is held against, 0 to 100; another throws `TypeError`. */
  report({ threshold = 0 }: { readonly threshold?: number } = {}): CoverageReport {
    checkThreshold(threshold)
    const program = this.#program
    const image = imageOf(program)
    const version = program instanceof Policy ? program.document?.version : undefined
    return reportOf({
      policy: {
        ...(program.name !== undefined && { name: program.name }),
        ...(version !== undefined && { version }),
        digest: program.digest,
      },
      traces: this.#traces.complete + this.#traces.partial,
      unreadable: this.#unreadable,
      calls: this.#calls,
      attempts: this.#attempts,
      threshold,
      tools: toolsOf(image.info, this.#names),
      unexpectedTools: this.#names.unexpected,
      rules: rulesOf(image, { names: this.#names, outcomes: this.#totals(), cells: this.#cells }),
      highRiskGaps: unattempted(image.info, this.#names),
      diagnostics: [...this.#diagnostics, ...lookalikeDiagnostics(this.#lookalikes)],
    })
  }

  /** The outcomes of all traces: a rule that a trace did not touch came out as before any call. */
  #totals(): Outcomes {
    const totals = this.#outcomes.copy()
    for (const extent of ["complete", "partial"] as const) {
      const start = this.#start?.[extent] ?? []
      for (let at = 0; at < start.length; at += RECORD_WORDS) {
        const word = start[at] as number
        const touched = this.#touched[extent][word >>> RECORD_RULE_SHIFT] as number
        totals.add(word, this.#traces[extent] - touched)
      }
    }
    return totals
  }
}
