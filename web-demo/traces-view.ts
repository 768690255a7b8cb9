import { clip, count, element } from "./dom.ts"
import type { JudgedTrace } from "./judge.ts"
import { type MarkName, mark } from "./marks.ts"

/** More are judged and counted, but not listed. */
const mostListed = 200

/** The traces of a text that holds several: one of them is shown in full. */
export class TracesView {
  readonly #field: HTMLFieldSetElement
  readonly #choose: (index: number) => void

  constructor(field: HTMLFieldSetElement, choose: (index: number) => void) {
    this.#field = field
    this.#choose = choose
  }

  show(traces: readonly JudgedTrace[], chosen: number): void {
    this.#field.hidden = traces.length < 2
    const legend = element("legend", {}, `${count(traces.length, "trace")}; one is shown`)
    const choices = this.#field.hidden ? [] : traces.slice(0, mostListed)
    this.#field.replaceChildren(legend, ...choices.map((trace, index) => this.#choice(trace, index, index === chosen)))
    const more = traces.length - choices.length
    if (!this.#field.hidden && more > 0) this.#field.append(element("p", { class: "aside" }, `and ${more} more`))
  }

  #choice({ item, trace, verdict }: JudgedTrace, index: number, chosen: boolean): HTMLElement {
    const [name, word] = stateOf(trace, verdict)
    const radio = element("input", { type: "radio", name: "trace-choice", value: index, autocomplete: "off" })
    radio.checked = chosen
    radio.addEventListener("change", () => this.#choose(index))
    const title = trace?.id ?? (item.place.line === undefined ? `trace ${index + 1}` : `line ${item.place.line}`)
    const text = element("span", { class: "choice" }, mark(name), element("code", {}, clip(title, 40)), ` ${word}`)
    return element("label", {}, radio, text)
  }
}

function stateOf(trace: JudgedTrace["trace"], verdict: JudgedTrace["verdict"]): readonly [MarkName, string] {
  if (trace === undefined) return ["unreadable", "not readable"]
  if (verdict === undefined) return ["step", "not judged"]
  if (!verdict.ok) return ["violated", "violated"]
  return verdict.extent === "partial" ? ["ok", "ok so far"] : ["ok", "ok"]
}
