import type { EvaluateOptions, Program } from "../judge/index.ts"
import type { TraceInput } from "../trace/index.ts"
import type { CoverageReport } from "./model.ts"
import { checkThreshold } from "./report.ts"
import { CoverageSuite } from "./suite.ts"

/** How each trace is to be judged, and what the suite is to reach. */
export interface CoverageOptions extends EvaluateOptions {
  /** What the overall coverage is to reach, 0 to 100; default 0. */
  readonly threshold?: number
}

/**
 * Says how much of a policy a suite of traces puts to the test: tools seen, rules exercised, rules seen both held and
 * violated, transitions of their automata taken.
 *
 * @example
 * const report = new CoverageAnalyzer(policy).analyze([["Search", "Create"], ["Search"]], { threshold: 80 })
 * report.meetsThreshold
 */
export class CoverageAnalyzer {
  readonly #program: Program

  constructor(program: Program) {
    this.#program = program
  }

  /** Never throws on a malformed trace: it counts as unreadable. Throws `TypeError` for a threshold that is no percentage. */
  analyze(traces: Iterable<TraceInput>, { threshold = 0, ...options }: CoverageOptions = {}): CoverageReport {
    checkThreshold(threshold)
    const suite = this.start()
    for (const trace of traces) suite.add(trace, options)
    return suite.report({ threshold })
  }

  /** A suite to which traces are added one by one, as they come. */
  start(): CoverageSuite {
    return new CoverageSuite(this.#program)
  }
}
