import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import type { Policy } from "../index.ts"
import type { JudgedTrace } from "../judge/index.ts"
import { judgeSources } from "../node/judge-files.ts"
import type { PolicyFile } from "../node/load-policy.ts"
import { count, type Page, type PolicyView, Tally, viewPolicy } from "../report/index.ts"
import type { Trace, TracePlace } from "../trace/index.ts"
import type { Verdict } from "../verdict/index.ts"
import { complain } from "./complain.ts"
import { exitCode, failsFor, runOccurrences } from "./exit.ts"
import type { Io } from "./io.ts"
import { jsonReporter } from "./json-reporter.ts"
import { withNearby } from "./nearby.ts"
import { type Output, openOutput, pageFor } from "./output.ts"
import { takePolicy } from "./policy-input.ts"
import { type Progress, progressFor } from "./progress.ts"
import type { Judged, Reporter } from "./reporter.ts"
import type { Settings } from "./settings.ts"

/** What a command needs to build its reporter. */
export interface Bench {
  readonly policy: Policy
  readonly view: PolicyView
  readonly page: Page
}

/** A reporter, or what is wrong with the request now that the policy is known. */
export type ReporterFor = (bench: Bench) => Reporter | { readonly wrong: readonly Diagnostic[] }

/**
 * Reads the policy and the traces, judges every trace that can be read, and writes the report as it goes. Resolves
 * to the exit code. Memory is bounded by the largest trace, not by the run.
 */
export async function judge(settings: Settings, io: Io, reporterFor: ReporterFor): Promise<number> {
  const file = await takePolicy(settings.policy, io)
  await complain(io, file.diagnostics, file.text, settings.colour)
  const reporter = prepare(file, settings, io, reporterFor)
  if ("wrong" in reporter) {
    await complain(io, reporter.wrong, undefined, settings.colour)
    return exitCode.unusable
  }
  const output = await openOutput(io, settings.output)
  if ("wrong" in output) {
    await complain(io, [output.wrong], undefined, settings.colour)
    return exitCode.unusable
  }
  try {
    return await new Run(settings, io, output, reporter, file).run()
  } finally {
    await output.close()
  }
}

function prepare(file: PolicyFile, settings: Settings, io: Io, reporterFor: ReporterFor): ReturnType<ReporterFor> {
  const { policy, text } = file
  if (policy) {
    const page = pageFor(settings.output === undefined ? io.stdout : undefined, io.env, settings)
    return reporterFor({ policy, view: viewPolicy(policy, text, settings.policy), page })
  }
  // A reader of JSON finds a document whatever happens to the policy; a reader of text has the diagnostics.
  return settings.format === "json" ? jsonReporter({ policy: {} }) : { wrong: [] }
}

class Run {
  readonly #settings: Settings
  readonly #io: Io
  readonly #output: Output
  readonly #reporter: Reporter
  readonly #file: PolicyFile
  readonly #tally = new Tally()
  readonly #progress: Progress
  readonly #diagnostics: Diagnostic[]
  #source: string | undefined
  #unusable = false

  constructor(settings: Settings, io: Io, output: Output, reporter: Reporter, file: PolicyFile) {
    this.#settings = settings
    this.#io = io
    this.#output = output
    this.#reporter = reporter
    this.#file = file
    this.#progress = progressFor(io, settings.progress)
    this.#diagnostics = [...file.diagnostics]
  }

  async run(): Promise<number> {
    const { policy } = this.#file
    if (policy) await this.#readAll(policy)
    else this.#unusable = true
    await this.#fault(this.#reporter.faults?.() ?? [])
    const counts = this.#tally.counts()
    await this.#write(this.#reporter.end(counts, this.#diagnostics))
    if (this.#unusable) return exitCode.unusable
    const { failOn, colour } = this.#settings
    const failed = await failsFor(runOccurrences(counts), failOn, this.#io, colour)
    return failed || counts.violations > 0 ? exitCode.failed : exitCode.ok
  }

  async #readAll(policy: Policy): Promise<void> {
    const { traces, from, validate, jobs, extent = "complete" } = this.#settings
    const options = {
      from,
      extent,
      validate,
      jobs,
      wantsTraces: true,
      stdin: this.#io.stdin,
      except: this.#settings.output === undefined ? [] : [this.#settings.output],
      onProgress: (read: number, total?: number) => this.#show(read, total),
    }
    await judgeSources(policy, traces, options, (verdict, judged) => this.#take(verdict, judged))
    const { traces: seen } = this.#tally.counts()
    if (seen > 0) return
    const nothing = diagnostic("no-traces", "No trace was found in what was given.", {
      hint: "Traces are files of JSON or JSONL; folders are searched for *.json, *.jsonl and *.ndjson.",
    })
    await this.#fault([nothing])
  }

  async #fault(diagnostics: readonly Diagnostic[]): Promise<void> {
    if (diagnostics.length === 0) return
    this.#unusable = true
    this.#diagnostics.push(...diagnostics)
    await this.#progress.clear()
    await complain(this.#io, diagnostics, undefined, this.#settings.colour)
  }

  /** Answers nothing where nothing has to be waited for. */
  #take(verdict: Verdict, judged: JudgedTrace): Promise<void> | undefined {
    const { place, detection } = judged
    let text = ""
    if (detection && place.file !== this.#source) {
      this.#source = place.file
      text = this.#reporter.source(place.file ?? "-", detection.format, detection.evidence)
    }
    if (verdict.diagnostics.some(({ severity }) => severity === "error")) this.#unusable = true
    if (judged.isReadable) {
      this.#tally.add(verdict)
      text += this.#reporter.judged(new JudgedLater(verdict, place, judged))
    } else {
      this.#tally.addUnreadable()
      text += this.#reporter.unreadable({ ...verdict, diagnostics: verdict.diagnostics.map(withNearby) }, place)
    }
    return text === "" ? undefined : this.#write(text)
  }

  async #write(text: string): Promise<void> {
    if (text === "") return
    await this.#progress.clear()
    await this.#output.sink.write(text)
  }

  #show(read: number, total?: number): void {
    void this.#progress.show(`${count(this.#tally.traces, "trace")} judged`, read, total)
  }
}

/** Most reports look at few traces: each is read when it is looked at, which is good until the next one is judged. */
class JudgedLater implements Judged {
  readonly verdict: Verdict
  readonly place: TracePlace
  readonly #judged: JudgedTrace
  #trace: Trace | undefined

  constructor(verdict: Verdict, place: TracePlace, judged: JudgedTrace) {
    this.verdict = verdict
    this.place = place
    this.#judged = judged
  }

  get trace(): Trace {
    this.#trace ??= this.#judged.trace ?? { calls: [] }
    return this.#trace
  }
}
