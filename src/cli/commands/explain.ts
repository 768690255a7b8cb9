import { type Diagnostic, diagnostic, didYouMean } from "../../diagnostic/index.ts"
import type { Explanation } from "../../explain/index.ts"
import { TraceExplainer } from "../../index.ts"
import {
  commentLimits,
  type ExplainedTrace,
  ExplanationRenderer,
  escapeText,
  explanationDocument,
  explanationRecord,
  pageLimits,
  type RuleGraph,
  renderDot,
  renderHtml,
  renderMarkdown,
  renderMermaidPage,
  ruleGraphs,
  withVisits,
} from "../../report/index.ts"
import { formatNames, type TracePlace } from "../../trace/index.ts"
import type { Verdict } from "../../verdict/index.ts"
import type { OptionSpecs } from "../arguments.ts"
import type { Command } from "../command.ts"
import { exitCode } from "../exit.ts"
import { jsonReporter } from "../json-reporter.ts"
import { type Bench, judge } from "../judge.ts"
import { PrettyReporter } from "../pretty-reporter.ts"
import type { Judged, Reporter } from "../reporter.ts"
import { judgingOptions, readRequest, type Settings } from "../settings.ts"
import { readVersion } from "../version.ts"

const reports = ["pretty", "json", "markdown", "html", "mermaid", "dot"]

const options: OptionSpecs = judgingOptions(
  formatNames,
  {
    all: { short: "a", help: "explain every trace, not only those with violations" },
    "trace-id": { value: "ID", multiple: true, help: "explain only the trace with this id; again for more" },
    rule: { value: "ID", multiple: true, help: "tell only of this rule; again for more" },
  },
  { reports },
)

/** What `explain` narrows its report to. */
interface Selection {
  readonly all: boolean
  readonly traces?: ReadonlySet<string> | undefined
  readonly rules?: ReadonlySet<string> | undefined
}

/** `assay explain`: step by step, what each call did to each rule. */
export const explain: Command = {
  name: "explain",
  summary: "tell call by call how each rule came to its outcome",
  usage: "--policy FILE --traces PATH... [options]",
  details: [
    "Takes the same input as check. For each trace with violations (or each that --trace-id or --all chooses) it lists the calls, what each of them did to the rules it touched, and how every rule came out.",
  ],
  options,
  examples: [
    "assay explain --policy policy.yaml --traces traces/",
    "assay explain -p policy.yaml run.jsonl --trace-id s-7 --rule verify-first",
  ],
  async run(words, io) {
    const request = await readRequest("explain", words, options, io)
    if (!request) return exitCode.unusable
    const { settings, values } = request
    const named = (name: string): ReadonlySet<string> | undefined => {
      const ids = values.get(name)
      return ids && new Set(ids)
    }
    const selection = { all: values.has("all"), traces: named("trace-id"), rules: named("rule") }
    // Whole traces are told of: what is shown of them has to be JSON.
    return judge({ ...settings, validate: "full", jobs: 1 }, io, (bench) => reporterFor(settings, selection, bench))
  },
}

function reporterFor(
  settings: Settings,
  selection: Selection,
  { policy, view, page }: Bench,
): Reporter | { wrong: Diagnostic[] } {
  const wrong = unknownIds("policy has no rule", selection.rules, [...view.rules.keys()])
  if (wrong.length > 0) return { wrong }
  const explainer = new TraceExplainer(policy)
  const explained = ({ trace, verdict }: Judged): Explanation => ({
    ...explainer.explain(trace, { extent: verdict.extent }),
    verdict,
  })
  const chosen = (judged: Judged): boolean => isChosen(judged, selection)
  if (settings.format === "json") {
    const record = (judged: Judged): unknown =>
      chosen(judged) ? explanationRecord(explained(judged), judged.place, selection.rules) : undefined
    const unreadable = (verdict: Verdict, place: TracePlace): unknown =>
      explanationRecord({ verdict, steps: [], rules: [] }, place)
    return watchIds(jsonReporter({ policy, record, unreadable }), selection)
  }
  const render = renderers[settings.format]
  if (render) {
    const kept: ExplainedTrace[] = []
    const keep = (judged: Judged): string => {
      if (!chosen(judged)) return ""
      // Of what is only counted nothing is kept.
      const told = kept.length < pageLimits.traces || drawn.has(settings.format)
      if (!told) kept.push(counted(judged))
      else {
        const explanation = narrowed(explained(judged), selection.rules)
        kept.push({ explanation, trace: judged.trace, place: judged.place })
      }
      return ""
    }
    const end = (): string => render(kept, { policy, view, page })
    return watchIds({ source: () => "", judged: keep, unreadable: () => "", end }, selection)
  }
  const renderer = new ExplanationRenderer(view, page, selection.rules)
  const tell = (judged: Judged): string[] => renderer.render(explained(judged), judged.trace, judged.place)
  const others = othersThan(selection)
  return watchIds(new PrettyReporter({ page, policy: view, tell, chosen, others, table: false }), selection)
}

/** Drawings add up all that was taken. */
const drawn: ReadonlySet<string> = new Set(["mermaid", "dot"])

function counted({ verdict, place }: Judged): ExplainedTrace {
  return { explanation: { verdict: { ...verdict, rules: [] }, steps: [], rules: [] }, trace: { calls: [] }, place }
}

/** The reports that need all explanations; the others are written as the run goes. */
const renderers: Readonly<Record<string, (explained: readonly ExplainedTrace[], bench: Bench) => string>> = {
  markdown: (explained, { view }) => renderMarkdown(explanationDocument(explained, view, commentLimits), version()),
  html: (explained, { view }) => renderHtml(explanationDocument(explained, view), version()),
  mermaid: (explained, bench) => renderMermaidPage(graphsOf(explained, bench)),
  dot: (explained, bench) => renderDot(graphsOf(explained, bench)),
}

const version = (): { readonly version: string } => ({ version: readVersion() })

/** The automata of the rules that are told of, and how often the explained traces took each transition. */
function graphsOf(explained: readonly ExplainedTrace[], { policy }: Bench): readonly RuleGraph[] {
  const explanations = explained.map(({ explanation }) => explanation)
  const told = new Set(explanations.flatMap(({ verdict }) => verdict.rules.map(({ id }) => id)))
  const graphs = ruleGraphs(policy).filter(({ rule }) => explanations.length === 0 || told.has(rule))
  return withVisits(graphs, explanations)
}

/** An explanation that tells of some rules only. */
function narrowed(explanation: Explanation, rules: ReadonlySet<string> | undefined): Explanation {
  if (!rules) return explanation
  const { verdict, steps } = explanation
  return {
    verdict: { ...verdict, rules: verdict.rules.filter(({ id }) => rules.has(id)) },
    steps: steps.map((step) => ({ ...step, changes: step.changes.filter(({ rule }) => rules.has(rule)) })),
    rules: explanation.rules.filter(({ rule }) => rules.has(rule)),
  }
}

/** Adds the complaint about `--trace-id`s that no trace has. */
function watchIds(reporter: Reporter, { traces }: Selection): Reporter {
  if (!traces) return reporter
  const missing = new Set(traces)
  return {
    source: (...args) => reporter.source(...args),
    unreadable: (...args) => reporter.unreadable(...args),
    judged(judged) {
      if (judged.verdict.id !== undefined) missing.delete(judged.verdict.id)
      return reporter.judged(judged)
    },
    end: (...args) => reporter.end(...args),
    faults: () => unknownIds("input has no trace with the id", missing, []),
  }
}

/** What the traces are that were not chosen; who chose them one by one knows. */
function othersThan({ traces, rules }: Selection): string | undefined {
  if (traces) return undefined
  return rules ? `without violations of ${[...rules].map(escapeText).join(", ")}` : "without violations"
}

function isChosen({ verdict }: Judged, { all, traces, rules }: Selection): boolean {
  if (traces) return verdict.id !== undefined && traces.has(verdict.id)
  if (all) return true
  return verdict.violations.some(({ rule }) => !rules || rules.has(rule))
}

function unknownIds(what: string, ids: ReadonlySet<string> | undefined, known: readonly string[]): Diagnostic[] {
  return [...(ids ?? [])]
    .filter((id) => !known.includes(id))
    .map((id) => {
      const near = didYouMean(id, known)
      const all = known.length === 0 ? undefined : `There are ${known.slice(0, 20).join(", ")}.`
      const hint = near === undefined ? all : `Did you mean ${near}?`
      return diagnostic("usage", `The ${what} ${JSON.stringify(id)}.`, { hint })
    })
}
