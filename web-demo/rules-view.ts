import type { PolicyDocument, Range, RuleVerdict, Trace, Verdict } from "../src/index.ts"
import { button, clip, count, element, sentenceParts } from "./dom.ts"
import type { LineMark } from "./editor.ts"
import { indexedCalls } from "./judge.ts"
import { mark, outcomeMark } from "./marks.ts"

/** Where the page goes when someone follows a rule to its text or to a call. */
export interface RuleLinks {
  toPolicy(range: Range): void
  toCall(index: number): void
}

/** What is drawn of one verdict. */
export interface VerdictView {
  readonly verdict: Verdict
  readonly trace: Trace
  /** The place of each rule in the policy text, by id. */
  readonly places: ReadonlyMap<string, Range>
}

const mostRules = 300
const mostCalls = 12

/** A list item for each rule: outcome, whether it was put to the test, its violation and the calls that matter. */
export function ruleItems(view: VerdictView, links: RuleLinks): HTMLElement[] {
  const { rules } = view.verdict
  if (rules.length === 0) {
    const words = "This policy has no rules yet. Add a list under tools, or a rule under sequences."
    return [element("li", { class: "nothing" }, words)]
  }
  const items = rules.slice(0, mostRules).map((rule) => ruleItem(rule, view, links))
  if (rules.length > mostRules) {
    items.push(element("li", { class: "nothing" }, `and ${count(rules.length - mostRules, "rule")} more, judged alike`))
  }
  return items
}

/** The place of each rule in the policy text, by id; the lists under `tools` among them. */
export function rulePlaces(document: PolicyDocument | undefined): ReadonlyMap<string, Range> {
  const places = new Map<string, Range>()
  if (document === undefined) return places
  for (const list of ["allow", "deny", "ask"] as const) {
    const range = document[list]?.range
    if (range) places.set(list, range)
  }
  for (const { id, range } of document.rules) places.set(id, range)
  return places
}

/** The outcome of each rule, for the line of the policy on which it begins. */
export function ruleMarks(
  rules: readonly RuleVerdict[],
  places: ReadonlyMap<string, Range>,
): ReadonlyMap<number, LineMark> {
  const marks = new Map<number, LineMark>()
  for (const rule of rules) {
    const line = places.get(rule.id)?.start.line
    // Lists that share a line share a mark: a violation is not covered by anything.
    if (line === undefined || marks.get(line)?.mark === "violated") continue
    marks.set(line, { mark: outcomeMark(rule).name, problem: false })
  }
  return marks
}

function ruleItem(rule: RuleVerdict, view: VerdictView, links: RuleLinks): HTMLElement {
  const { name, word } = outcomeMark(rule)
  const place = view.places.get(rule.id)
  const head = element(
    "div",
    { class: "rule-head" },
    mark(name),
    element(
      "div",
      {},
      element("span", { class: "outcome" }, word),
      " ",
      element("code", { class: "rule-id" }, clip(rule.id, 120)),
    ),
    place && placeButton(rule, place, links),
  )
  const item = element("li", { class: "rule", "data-rule": rule.id, "data-outcome": rule.outcome, "data-mark": name })
  item.append(head, factsOf(rule))
  if (rule.violation) item.append(...violationParts(rule.violation, view, links))
  return item
}

function placeButton(rule: RuleVerdict, place: Range, links: RuleLinks): HTMLElement {
  const words = `line ${place.start.line}`
  const label = `${words} of the policy, where ${clip(rule.id, 60)} stands`
  return button({ class: "link", "aria-label": label }, () => links.toPolicy(place), words)
}

function factsOf(rule: RuleVerdict): HTMLElement {
  const facts = [
    rule.type,
    ...(rule.exercised ? ["exercised"] : rule.outcome === "not_exercised" ? [] : ["not exercised"]),
    ...(rule.outcome === "pending" ? ["more calls may settle it"] : []),
    ...(rule.severity === "warning" ? ["warning only"] : []),
  ]
  return element("p", { class: "facts" }, facts.join(" · "))
}

type Violation = NonNullable<RuleVerdict["violation"]>

function violationParts(violation: Violation, view: VerdictView, links: RuleLinks): HTMLElement[] {
  const parts: HTMLElement[] = [element("p", { class: "sentence" }, ...sentenceParts(clip(violation.message, 600)))]
  if (violation.agentMessage !== undefined) {
    const said = element("q", {}, clip(violation.agentMessage, 300))
    parts.push(element("p", { class: "told" }, "A guard would tell the agent: ", said))
  }
  const calls = violation.calls ?? []
  if (calls.length > 0) parts.push(callLinks(calls, view.trace, links))
  return parts
}

function callLinks(calls: readonly number[], trace: Trace, links: RuleLinks): HTMLElement {
  const known = indexedCalls(trace)
  // The offender comes last, so that the end is kept where there are too many.
  const shown = calls.slice(-mostCalls)
  const more = calls.length - shown.length
  const list = element("p", { class: "matters" }, element("span", {}, "Calls that matter:"))
  if (more > 0) list.append(element("span", {}, `${more} earlier,`))
  for (const index of shown) {
    const tool = element("code", {}, clip(known[index]?.tool ?? "", 60))
    list.append(button({ class: "call-link", "data-call": index }, () => links.toCall(index), `${index} `, tool))
  }
  return list
}
