import {
  CoreLoadError,
  CoreTrapError,
  type Diagnostic,
  type Extent,
  Policy,
  type PolicyCheck,
  type Trace,
  type Verdict,
} from "../src/index.ts"
import { type ReadTrace, readTraces, type TracesReading } from "../src/trace/index.ts"

/** One part of the trace text; `trace` and `verdict` are absent where it cannot be read. */
export interface JudgedTrace {
  readonly item: ReadTrace
  readonly trace?: Trace
  readonly verdict?: Verdict
}

/** All that follows from the two texts and the extent. */
export interface Judgement {
  readonly check: PolicyCheck
  readonly reading: TracesReading
  /** One for each part of the trace text, in order; without verdicts while the policy cannot be used. */
  readonly traces: readonly JudgedTrace[]
  /** What follows a trace that breaks off: no part of its own, but the rest of the one before. */
  readonly cutOff?: ReadTrace
  /** Neither text says anything yet. */
  readonly blank: { readonly policy: boolean; readonly trace: boolean }
  /** Why the engine cannot run here, in one sentence. */
  readonly refusal?: string
}

/** Judges texts; reads each text again only when it has changed. */
export class Judge {
  #policyText: string | undefined
  #check: PolicyCheck = { diagnostics: [] }
  #traceText: string | undefined
  #reading: TracesReading = { container: "json", traces: [], diagnostics: [] }

  judge(policyText: string, traceText: string, extent: Extent): Judgement {
    if (policyText !== this.#policyText) this.#check = Policy.check(policyText)
    if (traceText !== this.#traceText) this.#reading = readTraces(traceText)
    this.#policyText = policyText
    this.#traceText = traceText
    const { whole, cutOff } = split(this.#reading.traces)
    const found = {
      check: this.#check,
      reading: this.#reading,
      blank: { policy: policyText.trim() === "", trace: traceText.trim() === "" },
      ...(cutOff && { cutOff }),
    }
    try {
      return { ...found, traces: whole.map((item) => judgeItem(item, this.#check.policy, extent)) }
    } catch (error) {
      return { ...found, traces: whole.map((item) => ({ item })), refusal: refusalOf(error) }
    }
  }
}

/** A text breaks off at every keystroke while it is typed; then its last item is no trace but says where. */
function split(items: readonly ReadTrace[]): { readonly whole: readonly ReadTrace[]; readonly cutOff?: ReadTrace } {
  const last = items.at(-1)
  const isRest = last?.trace === undefined && last?.diagnostics.every(({ code }) => code === "truncated-input")
  if (!last || !isRest || !items.some(({ extent }) => extent === "partial")) return { whole: items }
  return { whole: items.slice(0, -1), cutOff: last }
}

function judgeItem(item: ReadTrace, policy: Policy | undefined, extent: Extent): JudgedTrace {
  const { trace } = item
  if (trace === undefined) return { item }
  if (policy === undefined) return { item, trace }
  // A text that ends too early is judged as partial, whatever the switch says.
  return { item, trace, verdict: policy.evaluate(trace, { extent: item.extent ?? extent }) }
}

function refusalOf(error: unknown): string {
  if (error instanceof CoreLoadError || error instanceof CoreTrapError) return error.message
  throw error
}

/** What is to be said of the trace text: of its reading first, then of the names the calls use. */
export function traceFindings({ traces, cutOff }: Judgement): readonly { finding: Diagnostic; item: ReadTrace }[] {
  const parts: readonly JudgedTrace[] = cutOff ? [...traces, { item: cutOff }] : traces
  return parts.flatMap(({ item, verdict }) =>
    [...item.diagnostics, ...(verdict?.diagnostics ?? [])].map((finding) => ({ finding, item })),
  )
}

/** The calls that count: denied attempts have no index. */
export function indexedCalls(trace: Trace): Trace["calls"] {
  return trace.calls.filter((call) => call.status !== "denied")
}
