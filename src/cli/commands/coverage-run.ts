import { CoverageAnalyzer, type CoverageReport, type CoverageSuite } from "../../coverage/index.ts"
import { type Diagnostic, diagnostic } from "../../diagnostic/index.ts"
import type { Policy } from "../../index.ts"
import { type ReadTrace, readTraces } from "../../node/read-traces.ts"
import { count } from "../../report/index.ts"
import { complain } from "../complain.ts"
import { exitCode } from "../exit.ts"
import type { Io } from "../io.ts"
import { withNearby } from "../nearby.ts"
import { takePolicy } from "../policy-input.ts"
import { type Progress, progressFor } from "../progress.ts"
import type { Settings } from "../settings.ts"

/** Findings about traces told one by one; the rest is counted. */
const mostTold = 20

/** What measuring came to. */
export interface CoverageRun {
  /** Absent when the policy is none, or when no trace could be read. */
  readonly report?: CoverageReport
  readonly policy?: Policy
  /** 2 also when only some of the traces could not be read. */
  readonly code: number
}

/**
 * Measures the coverage of what the command line names; says on standard error what is wrong with it. `threshold`: what
 * the overall coverage is to reach, 0 to 100.
 */
export async function runCoverage(settings: Settings, io: Io, threshold = 0): Promise<CoverageRun> {
  const { policy, text, diagnostics } = await takePolicy(settings.policy, io)
  await complain(io, diagnostics, text, settings.colour)
  if (!policy) return { code: exitCode.unusable }
  const measured = new Measurement(policy, settings, io)
  await measured.readAll()
  const report = measured.suite.report({ threshold })
  if (report.traces === 0) return { policy, code: exitCode.unusable }
  return { report, policy, code: measured.broken ? exitCode.unusable : exitCode.ok }
}

class Measurement {
  readonly suite: CoverageSuite
  /** Something could not be read. */
  broken = false
  readonly #policy: Policy
  readonly #settings: Settings
  readonly #io: Io
  readonly #progress: Progress
  #told = 0
  #untold = 0

  constructor(policy: Policy, settings: Settings, io: Io) {
    this.suite = new CoverageAnalyzer(policy).start()
    this.#policy = policy
    this.#settings = settings
    this.#io = io
    this.#progress = progressFor(io, settings.progress)
  }

  async readAll(): Promise<void> {
    const { traces, from } = this.#settings
    const maxTraceBytes = this.#policy.document?.limits.traceBytes
    const options = {
      from,
      ...(maxTraceBytes !== undefined && { maxTraceBytes }),
      stdin: this.#io.stdin,
      except: this.#settings.output === undefined ? [] : [this.#settings.output],
      onProgress: (read: number, total?: number) => {
        void this.#progress.show(`${count(this.suite.traces, "trace")} read`, read, total)
      },
    }
    for await (const item of readTraces(traces, options)) await this.#take(item)
    await this.#progress.clear()
    await this.#end()
  }

  async #take({ trace, extent, diagnostics }: ReadTrace): Promise<void> {
    if (trace) this.suite.add(trace, { extent: extent ?? this.#settings.extent ?? "complete" })
    else this.suite.addUnreadable()
    if (diagnostics.length > 0) await this.#tell(diagnostics)
  }

  async #tell(diagnostics: readonly Diagnostic[]): Promise<void> {
    if (diagnostics.some(({ severity }) => severity === "error")) this.broken = true
    const told = diagnostics.slice(0, this.#settings.verbose ? diagnostics.length : Math.max(0, mostTold - this.#told))
    this.#told += told.length
    this.#untold += diagnostics.length - told.length
    await this.#progress.clear()
    await complain(this.#io, told.map(withNearby), undefined, this.#settings.colour)
  }

  async #end(): Promise<void> {
    const { stderr } = this.#io
    if (this.#untold > 0) await stderr.write(`… and ${count(this.#untold, "finding")} more (--verbose tells of all)\n`)
    if (this.suite.traces > 0) return
    this.broken = true
    const nothing = diagnostic("no-traces", "No trace was found in what was given.", {
      hint: "Traces are files of JSON or JSONL; folders are searched for *.json, *.jsonl and *.ndjson.",
    })
    await complain(this.#io, [nothing], undefined, this.#settings.colour)
  }
}
