import type { Diagnostic, Range } from "../src/index.ts"
import { button, clip, count, element, sentenceParts } from "./dom.ts"
import type { Editor, LineMark } from "./editor.ts"
import { mark } from "./marks.ts"

/** A diagnostic with its place in the text of the editor, where it has one. */
export interface Problem {
  readonly finding: Diagnostic
  readonly range: Range | undefined
}

/** More are not listed, but counted. */
const mostListed = 50
const longestText = 600

/** The problems under an editor, and their marks beside its lines. */
export class ProblemsView {
  readonly #status: HTMLElement
  readonly #list: HTMLElement
  readonly #editor: Editor
  #said: string | undefined

  constructor(status: HTMLElement, list: HTMLElement, editor: Editor) {
    this.#status = status
    this.#list = list
    this.#editor = editor
  }

  /** `fine` is said where nothing is wrong; `marks` are of lines without problems. */
  show(problems: readonly Problem[], fine: string, marks: ReadonlyMap<number, LineMark> = new Map()): void {
    const errors = problems.filter(({ finding }) => finding.severity === "error").length
    const status = [summary(problems.length, errors), fine].filter((part) => part !== "").join(" ")
    if (this.#said !== status) this.#status.replaceChildren(...sentenceParts(status))
    this.#said = status
    this.#list.hidden = problems.length === 0
    this.#list.replaceChildren(...problems.slice(0, mostListed).map((problem) => this.#item(problem)))
    if (problems.length > mostListed) {
      this.#list.append(element("li", { class: "rest" }, `and ${count(problems.length - mostListed, "problem")} more`))
    }
    this.#editor.show(new Map([...marks, ...lineMarks(problems)]), errors > 0)
  }

  #item({ finding, range }: Problem): HTMLElement {
    const word = finding.severity === "error" ? "Error" : "Warning"
    const parts = [
      mark(finding.severity === "error" ? "violated" : "warned"),
      element("span", { class: "place" }, range ? `${range.start.line}:${range.start.column}` : "-"),
      element(
        "span",
        { class: "what" },
        element("span", { class: "unseen" }, `${word}: `),
        ...said(finding.message),
        " ",
        element("span", { class: "code" }, finding.code),
        finding.hint === undefined ? undefined : hint(finding.hint),
      ),
    ]
    const attributes = { class: "problem", "data-severity": finding.severity }
    if (range === undefined) return element("li", {}, element("div", attributes, ...parts))
    return element(
      "li",
      {},
      button(attributes, () => this.#editor.select(range), ...parts),
    )
  }
}

/** Begins with a capital, for these stand as sentences of their own. */
function said(text: string): Node[] {
  return sentenceParts(clip(text.slice(0, 1).toUpperCase() + text.slice(1), longestText))
}

function hint(text: string): HTMLElement {
  return element("span", { class: "hint" }, ...said(text))
}

function summary(problems: number, errors: number): string {
  const warnings = problems - errors
  const parts = [...(errors > 0 ? [count(errors, "error")] : []), ...(warnings > 0 ? [count(warnings, "warning")] : [])]
  return parts.length === 0 ? "" : `${parts.join(", ")}.`
}

/** One mark a line; an error is not covered by a warning. */
function lineMarks(problems: readonly Problem[]): Map<number, LineMark> {
  const marks = new Map<number, LineMark>()
  for (const { finding, range } of problems) {
    if (range === undefined) continue
    const name = finding.severity === "error" ? "violated" : "warned"
    if (marks.get(range.start.line)?.mark !== "violated") marks.set(range.start.line, { mark: name, problem: true })
  }
  return marks
}
