import type { Call, Trace, TracePlace } from "../../trace/index.ts"
import { readIsoTime } from "../../trace/time.ts"
import type { Colour, Page } from "../paint.ts"
import { renderPlace } from "../place.ts"
import { previewCall, previewValue, safeText } from "../preview.ts"
import { clip, count, escapeText, padLeft, padRight, textWidth, wrap } from "../text.ts"
import { maxAbove, type StepPart, treeRows } from "./call-tree.ts"
import { shortened } from "./verdict.ts"

/** Calls shown of one trace unless everything is asked for. */
const maxCalls = 200
/** Levels that are drawn; deeper ones are said in a number. */
const maxLevels = 8
/** Characters of an id that are shown; a longer one nobody types after `--trace-id`. */
const maxId = 1000
const startWidth = 9
const gapWidth = 8

const statusMarks: Readonly<Record<NonNullable<Call["status"]>, { sign: string; colour: Colour }>> = {
  ok: { sign: "✓", colour: "green" },
  error: { sign: "✗", colour: "red" },
  denied: { sign: "⊘", colour: "yellow" },
  pending: { sign: "…", colour: "cyan" },
}

const brackets: Readonly<Record<StepPart, string>> = { first: "╭ ", middle: "├ ", last: "╰ " }

/**
 * Traces as trees of calls with the times of their starts, like a waterfall. All that a trace records is when a call
 * was made; so a bar reaches to the start of the next call, and says no more than that.
 */
export class WaterfallRenderer {
  readonly #page: Page
  readonly #shown = { steps: false, children: false, times: false, denied: false }

  constructor(page: Page) {
    this.#page = page
  }

  /** The lines of one trace; at most `page.width` columns, but for the first one where the id takes more. */
  render(trace: Trace, place: TracePlace): string[] {
    const { paint, verbose } = this.#page
    const { calls } = trace
    const clock = new Clock(calls)
    const sheet = this.#sheet(calls, clock)
    const output = this.#head(trace, place, clock)
    if (clock.known) output.push(paint.dim(captions(sheet)))
    let last: Call | undefined
    let left = verbose ? Number.POSITIVE_INFINITY : maxCalls
    for (const { index, parts } of treeRows(calls)) {
      if (left-- === 0) {
        output.push(paint.dim(`  … ${count(calls.length - maxCalls, "more call")} (--verbose shows them)`))
        break
      }
      const call = calls[index]
      if (!call) continue
      if (call.turn !== undefined && call.turn !== last?.turn) output.push(paint.dim(`  turn ${call.turn}`))
      output.push(...this.#row({ call, index, parts, last }, sheet))
      last = call
    }
    return output
  }

  /** What the signs mean that were used so far. */
  legend(): string[] {
    const { steps, children, times, denied } = this.#shown
    const notes = [
      steps && "╭├╰ made in parallel, in one step",
      children && "indented: made by the call above",
      denied && "⊘ denied: not made, so it has no number",
      times && "to next: until the next call was made, which is not how long a call took",
    ]
    return notes.filter((note) => note !== false).map((note) => this.#page.paint.dim(note))
  }

  #sheet(calls: readonly Call[], clock: Clock): Sheet {
    const { width } = this.#page
    let made = 0
    const numbers = calls.map((call) => (call.status === "denied" ? "-" : String(made++)))
    const bar = clock.known && width >= 72 ? Math.floor(width / 5) : 0
    const times = clock.known ? startWidth + gapWidth + (bar > 0 ? bar + 1 : 0) : 0
    const digits = String(Math.max(0, made - 1)).length
    const parallel = calls.some(({ step }, index) => step !== undefined && calls[index + 1]?.step === step)
    if (clock.known) this.#shown.times = true
    if (made < calls.length) this.#shown.denied = true
    const room = width - digits - 5 - times
    const levels = Math.max(1, Math.min(maxLevels, Math.floor(room / 5)))
    const agentRoom = Math.max(4, Math.min(16, Math.floor(room / 4)))
    return { numbers, digits, bar, room, levels, agentRoom, parallel, clock }
  }

  /** The id is whole, so that it can be asked for; what does not fit beside it stands below. */
  #head({ id, calls }: Trace, place: TracePlace, { known, first, end }: Clock): string[] {
    const { paint, width } = this.#page
    const distinct = (key: "agent" | "turn"): number =>
      new Set(calls.map((call) => call[key]).filter((value) => value !== undefined)).size
    const [turns, agents] = [distinct("turn"), distinct("agent")]
    const facts = [
      `${renderPlace(shortened(place))}, ${count(calls.length, "call")}`,
      turns > 0 && count(turns, "turn"),
      agents > 0 && count(agents, "agent"),
      known && calls.length > 1 && `${duration(end - first)} from first to last`,
    ].filter((fact) => fact !== false)
    const text = facts.join(", ")
    const name = id === undefined ? "" : escapeText(clip(id, maxId))
    const left = name === "" ? "trace" : `trace  ${name}`
    const label = name === "" ? paint.bold("trace") : `${paint.bold("trace")}  ${paint.bold(name)}`
    if (textWidth(left) + 2 + textWidth(text) <= width) return [`${label}  ${paint.dim(text)}`]
    const below = wrap(text, width - 7).map(paint.dim)
    if (name === "") return below.map((line, index) => `${index === 0 ? label : "     "}  ${line}`)
    return [label, ...below.map((line) => `       ${line}`)]
  }

  #row({ call, index, parts, last }: Row, sheet: Sheet): string[] {
    const { paint, width } = this.#page
    const mark = call.status === undefined ? { sign: "·", colour: "dim" as const } : statusMarks[call.status]
    const indent = this.#indent(parts, sheet)
    const agent =
      call.agent === undefined || call.agent === last?.agent ? "" : `@${safeText(call.agent, sheet.agentRoom)} `
    const room = Math.max(8, sheet.room - textWidth(indent + agent))
    const text = padRight(`${indent}${agent}${previewCall(call, room)}`, sheet.clock.known ? sheet.room : 0)
    const number = padLeft(sheet.numbers[index] ?? "", sheet.digits)
    const line = `  ${paint.dim(number)} ${paint[mark.colour](mark.sign)} ${text}${this.#times(index, sheet)}`
    if (call.error === undefined) return [line.trimEnd()]
    const pad = " ".repeat(sheet.digits + 5 + textWidth(indent))
    return [line.trimEnd(), `${pad}${paint.red(clip(`error: ${previewValue(call.error, 200)}`, width - pad.length))}`]
  }

  #indent(parts: Row["parts"], { parallel, levels }: Sheet): string {
    const depth = parts.length - 1
    if (depth > 0) this.#shown.children = true
    if (parts.some((part) => part !== undefined)) this.#shown.steps = true
    const deep = depth > levels ? `${depth >= maxAbove ? "deep" : `+${depth - levels}`} ` : ""
    if (!parallel) return "  ".repeat(Math.min(depth, levels)) + deep
    const above = parts.slice(0, Math.min(depth, levels))
    const bars = above.map((part) => (part === "first" || part === "middle" ? "│ " : "  ")).join("")
    const own = parts.at(-1)
    return bars + (own === undefined ? "  " : brackets[own]) + deep
  }

  #times(index: number, { clock, bar }: Sheet): string {
    const { paint } = this.#page
    const start = clock.starts[index]
    if (start === undefined) return ""
    const next = clock.next(start)
    const gap = next === undefined ? "" : duration(next - start)
    const columns = padLeft(`+${duration(start - clock.first)}`, startWidth) + paint.dim(padLeft(gap, gapWidth))
    return bar === 0 ? columns : `${columns} ${paint.cyan(span(clock, start, next, bar))}`
  }
}

/** What holds for all rows of a trace. */
interface Sheet {
  /** As verdicts number the calls: an attempt that was denied has none. */
  readonly numbers: readonly string[]
  readonly digits: number
  /** Columns of the bar; 0: there is none. */
  readonly bar: number
  /** Columns of the tree. */
  readonly room: number
  /** How deep the tree is drawn. */
  readonly levels: number
  readonly agentRoom: number
  readonly parallel: boolean
  readonly clock: Clock
}

interface Row {
  readonly call: Call
  readonly index: number
  readonly parts: readonly (StepPart | undefined)[]
  /** The call of the row above. */
  readonly last: Call | undefined
}

/** When the calls of a trace were made; milliseconds. */
class Clock {
  readonly starts: readonly (number | undefined)[]
  /** All different starts, ascending. */
  readonly #order: readonly number[]
  readonly #places: ReadonlyMap<number, number>

  constructor(calls: readonly Call[]) {
    this.starts = calls.map(({ time }) => (typeof time === "string" ? readIsoTime(time) : time))
    this.#order = [...new Set(this.starts.filter((time) => time !== undefined))].sort((a, b) => a - b)
    this.#places = new Map(this.#order.map((time, place) => [time, place]))
  }

  get known(): boolean {
    return this.#order.length > 0
  }

  get first(): number {
    return this.#order[0] ?? 0
  }

  get end(): number {
    return this.#order.at(-1) ?? 0
  }

  /** The start of the next call, whichever that is. */
  next(start: number): number | undefined {
    return this.#order[(this.#places.get(start) ?? 0) + 1]
  }
}

/** The stretch from a start to the next one, on a line that stands for the whole trace. */
function span({ first, end }: Clock, start: number, next: number | undefined, width: number): string {
  const whole = end - first
  const column = (time: number): number => (whole === 0 ? 0 : Math.floor(((time - first) / whole) * (width - 1)))
  const from = column(start)
  if (next === undefined) return `${" ".repeat(from)}•`
  return " ".repeat(from) + "━".repeat(Math.max(1, column(next) - from))
}

function captions({ digits, room }: Sheet): string {
  return `${" ".repeat(digits + 5 + room)}${padLeft("start", startWidth)}${padLeft("to next", gapWidth)}`
}

/** At most 7 columns: `850 ms`, `12.3 s`, `4m 05s`, `3h 05m`, `12 d`. */
function duration(milliseconds: number): string {
  const ms = Math.round(milliseconds)
  if (ms < 1000) return `${ms} ms`
  const tenths = Math.round(ms / 100)
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return pair(seconds, 60, "m", "s")
  const minutes = Math.round(seconds / 60)
  if (minutes < 1440) return pair(minutes, 60, "h", "m")
  const days = Math.floor(minutes / 1440)
  return days < 100_000 ? `${days} d` : "ages"
}

function pair(number: number, base: number, large: string, small: string): string {
  return `${Math.floor(number / base)}${large} ${String(number % base).padStart(2, "0")}${small}`
}
