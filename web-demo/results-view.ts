import type { Range } from "../src/index.ts"
import { type CallsView, callItems } from "./calls-view.ts"
import { byId, count, element, setText } from "./dom.ts"
import { ruleItems } from "./rules-view.ts"

/** What stands where nothing can. */
export interface EmptyWords {
  readonly rules: string
  readonly calls: string
}

const noVerdictYet: EmptyWords = {
  rules: "Each rule, and how it came out, will stand here.",
  calls: "The calls will stand here in their order, those that break a rule marked.",
}

/** For a part of the text that is no trace, while other parts are. */
export const unreadablePart: EmptyWords = {
  rules: "This part of the text cannot be read, so no rule was judged. The problem is listed under the trace.",
  calls: "No calls could be read here.",
}

/**
 * The details of a verdict. While a text cannot be read they stay, so that nothing jumps on the way from one
 * readable text to the next; but greyed, out of reach and labelled, for they are not the verdict on what stands
 * there now. The verdict line itself is cleared at once.
 */
export class ResultsView {
  readonly #root = byId("results", HTMLElement)
  readonly #note = byId("stale-note", HTMLElement)
  readonly #toPolicy: (range: Range) => void
  #empty = true

  constructor(toPolicy: (range: Range) => void) {
    this.#toPolicy = toPolicy
  }

  show(view: CallsView): void {
    this.#empty = false
    this.#setStale(false)
    const { rules, calls, extent } = view.verdict
    setText(byId("rules-note", HTMLElement), count(rules.length, "rule"))
    setText(byId("calls-note", HTMLElement), `${count(calls, "call")}${extent === "partial" ? " so far" : ""}`)
    const links = { toPolicy: this.#toPolicy, toCall: focusCall }
    byId("rules", HTMLElement).replaceChildren(...ruleItems(view, links))
    byId("calls", HTMLElement).replaceChildren(...callItems(view))
  }

  /** The texts give no verdict now. */
  outdate(): void {
    if (this.#empty) return
    setText(this.#note, "Out of date")
    this.#setStale(true)
  }

  /** Nothing to show; `words` say what would stand under rules and under calls. */
  clear(words: EmptyWords = noVerdictYet): void {
    this.#empty = true
    this.#setStale(false)
    for (const id of ["rules-note", "calls-note"]) setText(byId(id, HTMLElement), "")
    byId("rules", HTMLElement).replaceChildren(nothing(words.rules))
    byId("calls", HTMLElement).replaceChildren(nothing(words.calls))
  }

  #setStale(stale: boolean): void {
    this.#note.hidden = !stale
    for (const panel of this.#root.querySelectorAll("section")) {
      panel.inert = stale
      panel.toggleAttribute("data-stale", stale)
    }
  }
}

function nothing(words: string): HTMLElement {
  return element("li", { class: "nothing" }, words)
}

function focusCall(index: number): void {
  const item = document.getElementById(`call-${index}`)
  item?.scrollIntoView({ block: "nearest" })
  item?.focus({ preventScroll: true })
}
