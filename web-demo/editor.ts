import type { Range } from "../src/index.ts"
import { element } from "./dom.ts"
import { type MarkName, mark } from "./marks.ts"

/** What the gutter shows beside a line; `problem` tints the line too. */
export interface LineMark {
  readonly mark: MarkName
  readonly problem: boolean
}

/** In pixels. They change with the size of the window alone. */
interface Metrics {
  readonly lineHeight: number
  readonly charWidth: number
  readonly padding: number
}

/** Characters kept in sight to the left of a place that is scrolled to. */
const lead = 8

/**
 * A textarea with numbered lines. The numbers, marks and tints lie on a layer behind it that holds only the lines in
 * sight, so that a text of any length costs the same.
 */
export class Editor {
  readonly #area: HTMLTextAreaElement
  readonly #layer: HTMLElement
  #metrics: Metrics
  /** What is in sight; kept, for asking makes the browser lay the page out, at every keystroke. */
  #view = { scrollTop: 0, clientHeight: 0 }
  #marks: ReadonlyMap<number, LineMark> = new Map()
  /** Kept, for asking the browser for a long text is dear. */
  #text = ""
  #lines = 1

  constructor(area: HTMLTextAreaElement, layer: HTMLElement, onInput: () => void) {
    this.#area = area
    this.#layer = layer
    this.#metrics = metricsOf(area)
    area.addEventListener("input", () => {
      this.#measure()
      onInput()
    })
    area.addEventListener("scroll", () => this.#look())
    new ResizeObserver(() => this.#fit()).observe(area)
  }

  get text(): string {
    return this.#text
  }

  set text(text: string) {
    this.#area.value = text
    this.#area.scrollTo(0, 0)
    this.#area.setSelectionRange(0, 0)
    this.#measure()
  }

  /** Draws the lines, with marks by line, from 1; `invalid` is told to screen readers too. */
  show(marks: ReadonlyMap<number, LineMark>, invalid: boolean): void {
    this.#marks = marks
    this.#area.setAttribute("aria-invalid", String(invalid))
    this.#draw()
  }

  /** Puts the caret at a range, selects it and brings it into sight. */
  select({ start, end }: Range): void {
    this.#area.focus({ preventScroll: true })
    this.#area.setSelectionRange(start.offset, end.offset)
    this.#area.scrollIntoView({ block: "nearest" })
    const { lineHeight, charWidth } = this.#metrics
    const top = (start.line - 1) * lineHeight
    const { scrollTop, scrollLeft, clientHeight, clientWidth } = this.#area
    const inSight = top >= scrollTop && top + 2 * lineHeight <= scrollTop + clientHeight
    if (!inSight) this.#area.scrollTop = top - clientHeight / 3
    const left = (start.column - 1) * charWidth
    const room = clientWidth - 10 * charWidth
    if (left < scrollLeft || left > scrollLeft + room) this.#area.scrollLeft = Math.max(0, left - lead * charWidth)
  }

  #measure(): void {
    const text = this.#area.value
    this.#text = text
    let lines = 1
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++
    this.#lines = lines
  }

  #fit(): void {
    this.#metrics = metricsOf(this.#area)
    this.#look()
  }

  #look(): void {
    const { scrollTop, clientHeight } = this.#area
    this.#view = { scrollTop, clientHeight }
    this.#draw()
  }

  #draw(): void {
    const { lineHeight, padding } = this.#metrics
    const { scrollTop, clientHeight } = this.#view
    const first = Math.max(0, Math.floor((scrollTop - padding) / lineHeight))
    const last = Math.min(this.#lines, Math.ceil((scrollTop + clientHeight) / lineHeight))
    const rows: HTMLElement[] = []
    for (let line = first + 1; line <= last; line++) rows.push(this.#row(line))
    this.#layer.replaceChildren(...rows)
    this.#layer.style.transform = `translateY(${padding + first * lineHeight - scrollTop}px)`
  }

  #row(line: number): HTMLElement {
    const found = this.#marks.get(line)
    const row = element("div", { class: found?.problem ? `line problem-${found.mark}` : "line", "data-line": line })
    row.append(found ? mark(found.mark) : "", element("span", { class: "number" }, String(line)))
    return row
  }
}

function metricsOf(area: HTMLTextAreaElement): Metrics {
  const style = getComputedStyle(area)
  return {
    lineHeight: Number.parseFloat(style.lineHeight),
    // Monospaced fonts are about 0.6 em wide; this only decides how far to scroll sideways.
    charWidth: Number.parseFloat(style.fontSize) * 0.6,
    padding: Number.parseFloat(style.paddingTop),
  }
}
