import type { Verdict } from "../src/index.ts"
import { count } from "./dom.ts"
import type { Judgement } from "./judge.ts"
import type { MarkName } from "./marks.ts"

/** The verdict in two lines; `kind` colours it, `mark` gives it its shape. */
export interface Headline {
  readonly kind: "ok" | "untested" | "violated" | "unreadable" | "empty" | "refused"
  readonly mark: MarkName
  readonly title: string
  readonly detail: string
}

export function headlineOf(judgement: Judgement): Headline {
  const { check, blank, refusal } = judgement
  if (blank.policy || blank.trace) return blankHeadline(blank)
  if (check.policy === undefined) return noPolicy(check.diagnostics.filter(isError).length)
  if (refusal !== undefined) return { kind: "refused", mark: "warned", title: "Cannot judge here", detail: refusal }
  const verdicts = judgement.traces.flatMap(({ verdict }) => verdict ?? [])
  const unread = judgement.traces.length - verdicts.length
  const [only] = verdicts
  if (only === undefined) return unreadable(judgement)
  if (verdicts.length > 1 || unread > 0) return ofMany(verdicts, unread)
  return judgement.cutOff && only.ok ? ofCutOff(only) : ofOne(only)
}

function isError({ severity }: { readonly severity: string }): boolean {
  return severity === "error"
}

function blankHeadline(blank: Judgement["blank"]): Headline {
  const missing = blank.policy && blank.trace ? "a policy and a trace" : blank.policy ? "a policy" : "a trace"
  const detail = `Write or paste ${missing}, or choose an example. The verdict changes while you type.`
  return { kind: "empty", mark: "idle", title: "Nothing to judge yet", detail }
}

function noPolicy(errors: number): Headline {
  const detail = `The policy cannot be read: ${count(errors, "problem")}, listed under it.`
  return { kind: "unreadable", mark: "unreadable", title: "No verdict", detail }
}

function unreadable({ reading }: Judgement): Headline {
  const errors = reading.diagnostics.filter(isError).length
  const detail = `The trace cannot be read: ${count(errors, "problem")}, listed under it.`
  return { kind: "unreadable", mark: "unreadable", title: "Not readable", detail }
}

function ofOne(verdict: Verdict): Headline {
  const detail = `${count(verdict.calls, "call")}, ${count(verdict.rules.length, "rule")}: ${tally(verdict)}.`
  if (!verdict.ok) return { kind: "violated", mark: "violated", title: "Violated", detail }
  const soFar = verdict.extent === "partial" ? " so far" : ""
  if (verdict.rules.length === 0)
    return okay(`OK${soFar}`, "The policy has no rules, so nothing was tested.", "vacuous")
  const tested = verdict.rules.some((rule) => rule.exercised && rule.type !== "allow")
  const allowed = verdict.rules.some((rule) => rule.exercised)
  if (!allowed) return okay(`OK${soFar}, but nothing was tested`, detail, "vacuous")
  if (!tested && verdict.rules.length > 1)
    return okay(`OK${soFar}, but only the allow list was tested`, detail, "vacuous")
  const warned = verdict.violations.length > 0
  return okay(warned ? `OK${soFar}, with warnings` : `OK${soFar}`, detail, warned ? "warned" : "ok")
}

/** Good so far is not good: the rest of the text is missing. */
function ofCutOff(verdict: Verdict): Headline {
  const detail = `The trace breaks off, so it cannot be called OK. Up to there, ${count(verdict.calls, "call")}: ${tally(verdict)}.`
  return { kind: "unreadable", mark: "unreadable", title: "Cut off", detail }
}

/** What was not tested does not look like what passed. */
function okay(title: string, detail: string, mark: MarkName): Headline {
  return { kind: mark === "vacuous" ? "untested" : "ok", mark, title, detail }
}

const words = [
  ["violated", "violated"],
  ["held", "held"],
  ["pending", "pending"],
  ["not_exercised", "not exercised"],
  ["undetermined", "undetermined"],
] as const

function tally({ rules }: Verdict): string {
  const parts = words.flatMap(([outcome, word]) => {
    const number = rules.filter((rule) => rule.outcome === outcome).length
    return number === 0 ? [] : [`${number} ${word}`]
  })
  return parts.length === 0 ? "nothing to judge by" : parts.join(", ")
}

function ofMany(verdicts: readonly Verdict[], unread: number): Headline {
  const violated = verdicts.filter(({ ok }) => !ok).length
  const parts = [
    `${verdicts.length - violated} of ${count(verdicts.length + unread, "trace")} ok`,
    ...(violated > 0 ? [`${violated} violated`] : []),
    ...(unread > 0 ? [`${unread} not readable`] : []),
  ]
  const detail = `${parts.join(", ")}.`
  if (violated > 0) return { kind: "violated", mark: "violated", title: "Violated", detail }
  if (unread > 0) return { kind: "unreadable", mark: "unreadable", title: "Not all readable", detail }
  return okay("OK", detail, verdicts.some(({ violations }) => violations.length > 0) ? "warned" : "ok")
}
