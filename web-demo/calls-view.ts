import type { Call, Explanation, RuleChange, Verdict } from "../src/index.ts"
import { clip, count, element, sentenceParts } from "./dom.ts"
import { type MarkName, mark } from "./marks.ts"
import type { VerdictView } from "./rules-view.ts"

/** A verdict with its explanation, which is left out where a trace is too long to be explained on every keystroke. */
export interface CallsView extends VerdictView {
  readonly explanation: Explanation | undefined
}

/** So many calls are drawn from the start; after those only the ones that violations speak of. */
const mostPlain = 200
const mostDrawn = 500

/** What the violations say of a call. */
interface Part {
  readonly offends: Set<string>
  readonly matters: Set<string>
}

/** A list item for each call, in order, with the rules it offends, and one for the end. */
export function callItems(view: CallsView): HTMLElement[] {
  const parts = partsOf(view)
  const items: HTMLElement[] = []
  let index = 0
  let hidden = 0
  for (const call of view.trace.calls) {
    const denied = call.status === "denied"
    const part = denied ? undefined : parts.get(index)
    if (items.length >= mostDrawn || (items.length >= mostPlain && part === undefined)) hidden++
    else items.push(denied ? attemptItem(call) : callItem(call, index, part, view))
    if (!denied) index++
  }
  if (hidden > 0) items.push(element("li", { class: "nothing" }, `${count(hidden, "call")} more judged, not drawn`))
  items.push(endItem(view.verdict))
  return items
}

function partsOf({ verdict, explanation }: CallsView): Map<number, Part> {
  const parts = new Map<number, Part>()
  const partOf = (call: number): Part => {
    const part = parts.get(call) ?? { offends: new Set(), matters: new Set() }
    parts.set(call, part)
    return part
  }
  for (const { rule, call, calls = [] } of verdict.violations) {
    if (call < verdict.calls) partOf(call).offends.add(rule)
    for (const each of calls) partOf(each).matters.add(rule)
  }
  for (const { call, changes } of explanation?.steps ?? []) {
    for (const { rule, offends } of changes) if (offends) partOf(call).offends.add(rule)
  }
  return parts
}

function callItem(call: Call, index: number, part: Part | undefined, view: CallsView): HTMLElement {
  const name = markOf(part, view.verdict)
  const changes = view.explanation?.steps[index]?.changes ?? []
  const item = element("li", {
    class: "call",
    id: `call-${index}`,
    tabindex: -1,
    "data-call": index,
    "data-mark": name,
  })
  const body = element("div", { class: "call-body" }, callHead(call))
  for (const rule of part?.offends ?? []) body.append(tag("offends", rule, "offends"))
  for (const rule of part?.matters ?? []) if (!part?.offends.has(rule)) body.append(tag("involved", rule, "matters to"))
  const words = changes.flatMap((change) => changeWords(change))
  if (words.length > 0) body.append(element("p", { class: "changes" }, ...sentenceParts(clip(words.join("; "), 400))))
  item.append(element("span", { class: "index" }, String(index)), mark(name), body)
  return item
}

function callHead(call: Call): HTMLElement {
  const args = call.args === undefined ? undefined : clip(JSON.stringify(call.args), 160)
  return element(
    "p",
    { class: "call-head" },
    element("code", { class: "tool" }, clip(call.tool, 120)),
    args === undefined ? undefined : " ",
    args === undefined ? undefined : element("span", { class: "args" }, args),
  )
}

function attemptItem(call: Call): HTMLElement {
  const body = element("div", { class: "call-body" }, callHead(call))
  body.append(element("p", { class: "changes" }, "denied: an attempt, which no rule counts"))
  const item = element("li", { class: "call attempt", "data-mark": "unreadable" })
  item.append(element("span", { class: "index" }, "-"), mark("unreadable"), body)
  return item
}

function markOf(part: Part | undefined, verdict: Verdict): MarkName {
  if (part === undefined) return "step"
  if (part.offends.size === 0) return "part"
  const isError = verdict.violations.some(({ rule, severity }) => severity === "error" && part.offends.has(rule))
  return isError ? "violated" : "warned"
}

function tag(kind: "offends" | "involved", rule: string, words: string): HTMLElement {
  return element("p", { class: `tag ${kind}` }, `${words} `, element("code", {}, clip(rule, 100)))
}

/** What a rule waits for after the call, where it waits. */
function changeWords({ rule, waits }: RuleChange): string[] {
  return waits === undefined ? [] : [`\`${clip(rule, 60)}\` ${waits}`]
}

function endItem({ extent, violations, calls, rules }: Verdict): HTMLElement {
  const partial = extent === "partial"
  const late = violations.filter(({ call }) => call >= calls)
  const open = rules.filter(({ outcome }) => outcome === "pending")
  const severe = late.some(({ severity }) => severity === "error")
  const name: MarkName = late.length > 0 ? (severe ? "violated" : "warned") : open.length > 0 ? "pending" : "step"
  const item = element("li", { class: "call end", "data-mark": name })
  const words = partial ? "More calls may come" : calls === 0 ? "The trace has no calls" : "End of the trace"
  const body = element("div", { class: "call-body" }, element("p", { class: "call-head" }, words))
  for (const { rule } of late) body.append(tag("offends", rule, "violates"))
  for (const { id } of open) body.append(tag("involved", id, "pending:"))
  item.append(element("span", { class: "index" }, ""), mark(name), body)
  return item
}
