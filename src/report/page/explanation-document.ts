import type { Explanation } from "../../explain/index.ts"
import type { Trace, TracePlace } from "../../trace/index.ts"
import type { Verdict } from "../../verdict/index.ts"
import { markOf } from "../marks.ts"
import type { PolicyView } from "../policy-view.ts"
import { judgedCalls } from "../terminal/verdict.ts"
import { count } from "../text.ts"
import {
  type Block,
  code,
  type Document,
  type Inline,
  joined,
  mark,
  named,
  paragraph,
  quiet,
  section,
  severityMark,
  strong,
  type Text,
  titleOf,
} from "./document.ts"
import { explainedCalls } from "./explained-calls.ts"
import { type Limits, pageLimits } from "./limits.ts"
import { diagnosticList, leftOut, ruleQuote, traceName } from "./parts.ts"
import { ShortPlaces } from "./places.ts"
import { prose } from "./prose.ts"
import { otherRules, violatedRules } from "./rule-outcomes.ts"

/** An explanation beside what it explains. */
export interface ExplainedTrace {
  readonly explanation: Explanation
  readonly trace: Trace
  readonly place: TracePlace
}

/** What the parts on each trace have in common. */
interface Frame {
  readonly places: ShortPlaces
  readonly limits: Limits
  /** It is the only trace: nothing else is in the way of its calls. */
  readonly alone: boolean
}

/**
 * What all traces come to and a list of them; then for each what it violated and what would have satisfied that, its
 * calls with what every rule did, and how the other rules came out.
 */
export function explanationDocument(
  explained: readonly ExplainedTrace[],
  policy: PolicyView,
  limits: Limits = pageLimits,
): Document {
  const shown = explained.slice(0, limits.traces)
  const frame = { places: new ShortPlaces(shown.map(({ place }) => place)), limits, alone: explained.length === 1 }
  const left = leftOut(explained.length - shown.length, "trace")
  return {
    title: titleOf("Explanation", policy.name),
    blocks: [
      banner(explained.map(({ explanation }) => explanation.verdict)),
      ...frame.places.files(limits),
      ...(shown.length < 2 ? [] : section("Traces", [traceList(shown, frame), ...left])),
      ...shown.map((item, index) => traceSection(item, index + 1, frame)),
      ...section("What the policy says", policyQuotes(shown, policy)),
    ],
  }
}

function isUnreadable({ ok, rules }: Verdict): boolean {
  return !ok && rules.length === 0
}

/** What was explained, which need not be all that was judged. */
function banner(verdicts: readonly Verdict[]): Block {
  if (verdicts.length === 0) return { block: "banner", tone: "quiet", content: [strong("No trace explained")] }
  const unreadable = verdicts.filter(isUnreadable).length
  const violated = verdicts.filter(({ ok }) => !ok).length - unreadable
  const warned = verdicts.filter(({ ok, violations }) => ok && violations.length > 0).length
  const violations = verdicts.flatMap((verdict) => verdict.violations)
  const errors = violations.filter(({ severity }) => severity === "error").length
  const kinds: readonly (readonly [number, string])[] = [
    [violated, "violated"],
    [warned, "with warnings"],
    [unreadable, "unreadable"],
    [verdicts.length - violated - warned - unreadable, "ok"],
  ]
  const found = [
    ...(errors > 0 ? [count(errors, "violation")] : []),
    ...(violations.length > errors ? [count(violations.length - errors, "warning")] : []),
  ]
  const traces = kinds.filter(([number]) => number > 0).map(([number, kind]) => `${number} ${kind}`)
  const [sign, tone] =
    violated + unreadable > 0
      ? (["✗", "bad"] as const)
      : warned > 0
        ? (["!", "warn"] as const)
        : (["✓", "good"] as const)
  return {
    block: "banner",
    tone,
    content: [
      strong(`${sign} ${count(verdicts.length, "trace")} explained: ${traces.join(", ")}`),
      ...(found.length === 0 ? [] : [` · ${found.join(", ")}`]),
    ],
  }
}

/** Where each trace is told of, with what it comes to. */
function traceList(explained: readonly ExplainedTrace[], { places }: Frame): Block {
  const rows = explained.map(({ explanation: { verdict }, place }, index): readonly Text[] => {
    const at = places.text(place)
    return [
      [verdictMark(verdict)],
      [
        { inline: "link", to: index + 1, content: traceName(verdict, at) },
        ...(verdict.id === undefined ? [] : [" ", quiet(code(at))]),
      ],
      [String(verdict.calls)],
      joined(verdict.violations.map(({ rule }) => [named(rule)])),
    ]
  })
  const columns = [{ head: "verdict" }, { head: "trace" }, { head: "calls", numeric: true }, { head: "violated rules" }]
  return { block: "table", label: "Traces", columns, rows, header: 1 }
}

function traceSection({ explanation, trace, place }: ExplainedTrace, number: number, frame: Frame): Block {
  const { verdict } = explanation
  const at = frame.places.text(place)
  const extent = verdict.extent === "partial" ? ", partial: more may come" : ""
  const where: Text = verdict.id === undefined ? [] : [code(at), ", "]
  return {
    block: "section",
    title: traceName(verdict, at),
    number,
    content: [
      paragraph(verdictMark(verdict), " ", quiet(...where, `${count(verdict.calls, "call")}${extent}`)),
      ...diagnosticList(verdict.diagnostics),
      ...violatedRules(explanation),
      ...explainedCalls(explanation, judgedCalls(trace), frame.limits, frame.alone),
      ...otherRules(explanation),
    ],
  }
}

function verdictMark(verdict: Verdict): Inline {
  if (!verdict.ok) return severityMark("error", isUnreadable(verdict) ? "unreadable" : "violated")
  if (verdict.violations.length > 0) return severityMark("warning", "warning")
  return mark({ ...markOf("held", true, "error"), word: "ok" })
}

/** Of each violated rule, once: what it is for, and where it stands. */
function policyQuotes(explained: readonly ExplainedTrace[], policy: PolicyView): readonly Block[] {
  const ids = new Set(explained.flatMap(({ explanation }) => explanation.verdict.violations.map(({ rule }) => rule)))
  return [...ids].flatMap((id): readonly Block[] => {
    const description = policy.rules.get(id)?.description
    const content = [
      ...(description === undefined ? [] : [paragraph(strong("What it is for:"), " ", ...prose(description))]),
      ...ruleQuote(policy, id),
    ]
    return content.length === 0 ? [] : [{ block: "details", summary: [named(id)], content }]
  })
}
