import { type Extent, type Range, TraceExplainer } from "../src/index.ts"
import { Announcer } from "./announcer.ts"
import { byId, setText } from "./dom.ts"
import { Editor } from "./editor.ts"
import { ExamplePicker } from "./example-picker.ts"
import { headlineOf } from "./headline.ts"
import { Judge, type JudgedTrace, type Judgement, traceFindings } from "./judge.ts"
import { mark } from "./marks.ts"
import { PlaceFinder } from "./places.ts"
import { ProblemsView } from "./problems-view.ts"
import { ResultsView, unreadablePart } from "./results-view.ts"
import { ruleMarks, rulePlaces } from "./rules-view.ts"
import { policyStatus, traceStatus } from "./status.ts"
import { TracesView } from "./traces-view.ts"

/** Explaining makes an object for every call; longer traces are judged without it. */
const mostExplained = 2000

const extentNotes: Readonly<Record<Extent, string>> = {
  complete: "The session is over.",
  partial: "More calls may come.",
}

/** Two texts and a switch in, the verdict out: all of it again on every keystroke, for it takes no time. */
class Page {
  readonly #judge = new Judge()
  readonly #announcer = new Announcer(byId("announcer", HTMLElement))
  readonly #policy: Editor
  readonly #trace: Editor
  readonly #policyProblems: ProblemsView
  readonly #traceProblems: ProblemsView
  readonly #results: ResultsView
  readonly #traces: TracesView
  readonly #picker: ExamplePicker
  #chosen = 0

  constructor() {
    this.#policy = editorOf("policy", () => this.#typed())
    this.#trace = editorOf("trace", () => this.#typed())
    this.#policyProblems = problemsOf("policy", this.#policy)
    this.#traceProblems = problemsOf("trace", this.#trace)
    this.#results = new ResultsView((range: Range) => this.#policy.select(range))
    this.#traces = new TracesView(byId("traces", HTMLFieldSetElement), (index) => this.#choose(index))
    this.#picker = new ExamplePicker((texts) => this.#load(texts))
    for (const radio of document.querySelectorAll("input[name=extent]")) {
      radio.addEventListener("change", () => this.#update())
    }
    this.#picker.start()
  }

  #load({ policy, trace }: { readonly policy: string; readonly trace: string }): void {
    this.#policy.text = policy
    this.#trace.text = trace
    this.#chosen = 0
    // What stood here belongs to another example, so that it must not stay as the last verdict.
    this.#results.clear()
    this.#update()
  }

  #typed(): void {
    this.#picker.edited({ policy: this.#policy.text, trace: this.#trace.text })
    this.#update()
  }

  #choose(index: number): void {
    this.#chosen = index
    this.#showResults(this.#judgement())
  }

  #judgement(): Judgement {
    return this.#judge.judge(this.#policy.text, this.#trace.text, extentNow())
  }

  #update(): void {
    const judgement = this.#judgement()
    this.#chosen = Math.max(0, Math.min(this.#chosen, judgement.traces.length - 1))
    setText(byId("extent-note", HTMLElement), extentNotes[extentNow()])
    this.#showHeadline(judgement)
    this.#traces.show(judgement.traces, this.#chosen)
    this.#showProblems(judgement)
    this.#showResults(judgement)
  }

  #showHeadline(judgement: Judgement): void {
    const { kind, mark: name, title, detail } = headlineOf(judgement)
    byId("verdict", HTMLElement).dataset.kind = kind
    byId("verdict-mark", HTMLElement).replaceChildren(mark(name))
    setText(byId("verdict-title", HTMLElement), title)
    setText(byId("verdict-detail", HTMLElement), detail)
    this.#announcer.say(`${title}. ${detail}`)
  }

  #showProblems(judgement: Judgement): void {
    const { check, blank } = judgement
    const rules = this.#shown(judgement)?.verdict?.rules ?? []
    const marks = check.policy ? ruleMarks(rules, rulePlaces(check.policy.document)) : new Map()
    // That a text is empty is no mistake here, only a beginning.
    const ofPolicy = blank.policy ? [] : check.diagnostics
    const problems = ofPolicy.map((finding) => ({ finding, range: finding.range }))
    this.#policyProblems.show(problems, policyStatus(judgement), marks)
    const findings = blank.trace ? [] : traceFindings(judgement)
    const finder = findings.length > 0 ? new PlaceFinder(this.#trace.text) : undefined
    const placed = findings.map(({ finding, item }) => ({ finding, range: finder?.of(finding, item) }))
    this.#traceProblems.show(placed, traceStatus(judgement))
  }

  #shown({ traces }: Judgement): JudgedTrace | undefined {
    return traces[this.#chosen]
  }

  #showResults(judgement: Judgement): void {
    const shown = this.#shown(judgement)
    const { policy } = judgement.check
    const { verdict, trace } = shown ?? {}
    if (policy === undefined || verdict === undefined || trace === undefined) {
      this.#showNoResults(judgement)
      return
    }
    const explained = verdict.calls <= mostExplained
    const explanation = explained ? new TraceExplainer(policy).explain(trace, { extent: verdict.extent }) : undefined
    this.#results.show({ verdict, trace, places: rulePlaces(policy.document), explanation })
  }

  #showNoResults({ check, blank, traces }: Judgement): void {
    if (blank.policy || blank.trace) this.#results.clear()
    else if (check.policy && traces.some(({ verdict }) => verdict)) this.#results.clear(unreadablePart)
    else this.#results.outdate()
  }
}

function editorOf(id: string, onInput: () => void): Editor {
  const area = byId(id, HTMLTextAreaElement)
  const layer = area.previousElementSibling
  if (!(layer instanceof HTMLElement)) throw new TypeError(`index.html has no lines before #${id}`)
  return new Editor(area, layer, onInput)
}

function problemsOf(id: string, editor: Editor): ProblemsView {
  return new ProblemsView(byId(`${id}-status`, HTMLElement), byId(`${id}-problems`, HTMLElement), editor)
}

function extentNow(): Extent {
  const partial = document.querySelector("input[name=extent][value=partial]")
  return partial instanceof HTMLInputElement && partial.checked ? "partial" : "complete"
}

new Page()
