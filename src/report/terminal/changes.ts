import type { RuleChange, Step } from "../../explain/index.ts"
import type { Verdict } from "../../verdict/index.ts"
import { type Mark, markOf } from "../marks.ts"
import type { Page } from "../paint.ts"
import { clip, count, escapeText, padRight, textWidth, wrap } from "../text.ts"

/** Ids are cut to this share of the width, to leave room for what happened. */
const maxIdShare = 0.42
/** A text that takes more lines loses its middle: the bound stands at its end. */
const maxLines = 5

/** What one call did to the rules it touched. */
export class ChangeRenderer {
  readonly #page: Page
  readonly #indent: string
  readonly #idWidth: number
  readonly #marks: ReadonlyMap<string, Mark>

  /** `digits`: the columns of the indices of calls, under which the changes are indented. */
  constructor(page: Page, verdict: Verdict, digits: number, steps: readonly Step[]) {
    let longest = 0
    for (const { changes } of steps) for (const { rule } of changes) longest = Math.max(longest, rule.length)
    this.#page = page
    this.#indent = " ".repeat(digits + 4)
    this.#idWidth = Math.min(Math.floor(page.width * maxIdShare), longest)
    this.#marks = new Map(verdict.rules.map(({ id, severity }) => [id, markOf("violated", true, severity)]))
  }

  /** The lines of each rule that the call moved, then which read it and stayed. */
  render(changes: readonly RuleChange[]): string[] {
    const moved = changes.filter(
      (change) => change.from !== change.to || change.counter !== undefined || change.offends,
    )
    const stayed = changes.filter((change) => !moved.includes(change)).map(({ rule }) => escapeText(rule))
    return [...moved.flatMap((change) => this.#change(change)), ...this.#stayed(stayed)]
  }

  /** Their names where they fit on a line, else how many they are. */
  #stayed(rules: readonly string[]): string[] {
    if (rules.length === 0) return []
    const { paint, verbose, width } = this.#page
    const room = width - this.#indent.length - 2
    const text = `unchanged: ${rules.join(", ")}`
    const brief = textWidth(text) <= room ? text : `unchanged: ${count(rules.length, "rule")}`
    return wrap(verbose ? text : brief, room).map((line) => `${this.#indent}  ${paint.dim(line)}`)
  }

  /** On one line where that fits; else what the rule waits for stands below, whole. */
  #change(change: RuleChange): string[] {
    const { paint, width } = this.#page
    const mark = change.offends ? this.#marks.get(change.rule) : undefined
    const emphasis = paint[mark?.colour ?? "dim"]
    const id = padRight(clip(escapeText(change.rule.slice(0, 200)), this.#idWidth), this.#idWidth)
    const room = width - this.#indent.length - this.#idWidth - 4
    const [first, ...rest] = this.#texts(change, room)
    const head = `${this.#indent}${mark ? emphasis(mark.sign) : " "} ${id}  ${emphasis(first?.text ?? "")}`
    return [head, ...rest.map(({ indent, text }) => `${this.#indent}  ${" ".repeat(indent)}${emphasis(text)}`)]
  }

  /** The lines of a change beside its rule's id; `indent` counts from where the id begins. */
  #texts(change: RuleChange, room: number): { readonly indent: number; readonly text: string }[] {
    const indent = this.#idWidth + 2
    const state = describeState(change)
    if (change.waits === undefined) return wrap(state, room).map((text) => ({ indent, text }))
    const waits = escapeText(change.waits)
    const whole = `${state}, ${waits}`
    if (textWidth(whole) <= room) return [{ indent, text: whole }]
    const lines = wrap(state, room).map((text) => ({ indent, text }))
    // Under the state where it fits there, else as far left as reads well.
    if (textWidth(waits) <= room) return [...lines, { indent, text: waits }]
    const wrapped = wrap(waits, this.#page.width - this.#indent.length - 4)
    return [...lines, ...withoutMiddle(wrapped).map((text) => ({ indent: 2, text }))]
  }
}

function withoutMiddle(lines: readonly string[]): readonly string[] {
  return lines.length <= maxLines ? lines : [...lines.slice(0, 2), "…", ...lines.slice(-2)]
}

/** `idle → ready`, `counting 2/3`; an offence says so in words. */
function describeState({ from, to, counter, bound, offends }: RuleChange): string {
  const number = counter === undefined ? "" : ` ${bound === undefined ? counter : `${counter}/${bound}`}`
  return escapeText(`${from === to ? to : `${from} → ${to}`}${number}${offends ? ", offends" : ""}`)
}
