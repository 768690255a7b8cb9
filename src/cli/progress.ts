import { clip, textWidth } from "../report/index.ts"
import type { OptionSpecs } from "./arguments.ts"
import type { Io, Sink } from "./io.ts"

/** The option of every command that may take long. */
export const progressOptions: OptionSpecs = {
  "no-progress": { help: "show no progress; nor is any shown where CI is set or nobody looks" },
}

/** Shorter runs show nothing; milliseconds. */
const patience = 700
const interval = 150
/** What is left is told once this much time has shown how fast it goes; milliseconds. */
const acquaintance = 2000

const silence: Sink = { write: async () => undefined, terminal: false, columns: undefined }

/** The progress line of a run: silent unless somebody watches a terminal and wants it. */
export function progressFor(io: Pick<Io, "stderr" | "env">, wanted: boolean, now?: () => number): Progress {
  const { CI: ci = "" } = io.env
  const automatic = ci !== "" && ci !== "0" && ci !== "false"
  return new Progress(wanted && !automatic ? io.stderr : silence, now)
}

/** One line on a terminal that says how far long work is. Elsewhere it says nothing. */
export class Progress {
  readonly #sink: Sink
  readonly #now: () => number
  readonly #start: number
  #drawn = false
  #last: number

  constructor(sink: Sink, now: () => number = Date.now) {
    this.#sink = sink
    this.#now = now
    this.#start = now()
    this.#last = this.#start
  }

  /** `done` says what came of it so far; `total` is absent where it is not known, as on standard input. Bytes. */
  async show(done: string, bytes: number, total?: number): Promise<void> {
    const now = this.#now()
    if (!this.#sink.terminal || now - this.#start < patience || now - this.#last < interval) return
    this.#last = now
    this.#drawn = true
    // The last column is left free: some terminals break the line there.
    const width = Math.max(20, (this.#sink.columns ?? 80) - 1)
    await this.#sink.write(`\r\x1b[K${renderProgress({ done, bytes, total, elapsed: now - this.#start }, width)}`)
  }

  /** Takes the line away, so that other text can be written. */
  async clear(): Promise<void> {
    if (!this.#drawn) return
    this.#drawn = false
    await this.#sink.write("\r\x1b[K")
  }
}

interface State {
  readonly done: string
  readonly bytes: number
  readonly total: number | undefined
  /** Milliseconds. */
  readonly elapsed: number
}

/**
 * `[########............]  40 %, 12.3 of 29.1 MB, 8.1 MB/s, 1200 traces judged, 2 s left`, as far as is known. Where that
 * is too wide, first the bar is shorter, then the rate goes, then the size, then the bar.
 */
function renderProgress({ done, bytes, total, elapsed }: State, width: number): string {
  const perSecond = (1000 * bytes) / Math.max(1, elapsed)
  const rate = `${megabytes(perSecond)} MB/s, `
  // A file that is still being written may hold more than it was said to.
  if (total === undefined || total < bytes || total === 0) {
    const size = `${megabytes(bytes)} MB, `
    return widest([`${size}${rate}${done}`, `${size}${done}`, done], width)
  }
  const share = bytes / total
  const percent = `${String(Math.floor(100 * share)).padStart(3)} %, `
  const left = elapsed < acquaintance || bytes === total ? "" : `, ${duration((total - bytes) / perSecond)} left`
  const size = `${megabytes(bytes)} of ${megabytes(total)} MB, `
  const came = `${done}${left}`
  const lines = [
    `${bar(share, 20)} ${percent}${size}${rate}${came}`,
    `${bar(share, 10)} ${percent}${size}${rate}${came}`,
    `${bar(share, 10)} ${percent}${size}${came}`,
    `${bar(share, 10)} ${percent}${came}`,
    `${percent}${came}`.trimStart(),
  ]
  return widest(lines, width)
}

/** The first line that fits; they grow shorter. */
function widest(lines: readonly string[], width: number): string {
  return lines.find((line) => textWidth(line) <= width) ?? clip(lines.at(-1) ?? "", width)
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}

/** Rounded up: nothing is left only at the end. */
function duration(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds))
  if (whole < 60) return `${whole} s`
  const minutes = Math.ceil(whole / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

function bar(share: number, width: number): string {
  const filled = Math.floor(share * width)
  return `[${"#".repeat(filled)}${".".repeat(width - filled)}]`
}
