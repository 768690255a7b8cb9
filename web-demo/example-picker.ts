import { byId, element, setText } from "./dom.ts"
import { type Example, examples } from "./examples.ts"

/** The two texts of the page. */
export interface Texts {
  readonly policy: string
  readonly trace: string
}

const own = "own"
const ownLesson = "What you wrote. It stays in this list, and in this tab, while you look at examples."

/** The list of examples. Looking at one loses nothing: what was typed before becomes an entry of the list. */
export class ExamplePicker {
  readonly #select = byId("example", HTMLSelectElement)
  readonly #lesson = byId("lesson", HTMLElement)
  readonly #load: (texts: Texts) => void
  #typed: Texts | undefined

  constructor(load: (texts: Texts) => void) {
    this.#load = load
    this.#select.append(...examples.map(({ title }, index) => element("option", { value: index }, title)))
    this.#select.addEventListener("change", () => this.#choose())
  }

  /** Loads the first example. */
  start(): void {
    this.#select.value = "0"
    this.#choose()
  }

  edited(texts: Texts): void {
    if (this.#typed === undefined) this.#select.prepend(element("option", { value: own }, "Your own texts"))
    this.#typed = texts
    this.#select.value = own
    setText(this.#lesson, ownLesson)
  }

  #choose(): void {
    const example: Example | undefined = examples[Number(this.#select.value)]
    setText(this.#lesson, example?.lesson ?? ownLesson)
    const texts = example ?? this.#typed
    if (texts) this.#load(texts)
  }
}
