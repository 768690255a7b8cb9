import { createReadStream } from "node:fs"
import { type ReadOptions, type ReadTrace, streamTraces } from "../trace/index.ts"
import { isSystemError, type Source, sourcesOf, tooLarge, unreadable } from "./sources.ts"

export type { ReadTrace } from "../trace/index.ts"

/** How files are to be read; what is not said is found out from each. */
export interface ReadFilesOptions extends Omit<ReadOptions, "filename"> {
  /** What `-` stands for; by default the standard input of the process. */
  readonly stdin?: AsyncIterable<Uint8Array> | undefined
  /** Called as bytes are read, with all bytes there are; without the total where standard input is among them. */
  readonly onProgress?: ((bytesRead: number, bytesTotal?: number) => void) | undefined
  /** Files that a search of folders passes by, as the one that a report is written to; named themselves, they are read. */
  readonly except?: readonly string[] | undefined
}

const chunkBytes = 256 * 1024

/**
 * The traces of files, of folders (all `*.json`, `*.jsonl` and `*.ndjson` in them and below, by name), and of
 * standard input (`-`). A file is read once, where it comes first, however often it is named, in folders and by links
 * too; so is standard input. What cannot be read is an item without trace, with diagnostics; the others still come.
 * JSONL of any size takes memory for its largest trace.
 *
 * @example
 * for await (const { trace, diagnostics, place } of readTraces(["traces/"])) {
 *   if (trace) console.log(place.file, trace.calls.length)
 * }
 */
export async function* readTraces(
  paths: string | readonly string[],
  options: ReadFilesOptions = {},
): AsyncGenerator<ReadTrace> {
  const sources = sourcesOf(typeof paths === "string" ? [paths] : paths, options.except)
  const progress = new ProgressMeter(sources, options.onProgress)
  for (const source of sources) {
    if ("problem" in source) yield source.problem
    else yield* readSource(source.path, source.size, options, progress)
  }
}

async function* readSource(
  path: string,
  size: number,
  options: ReadFilesOptions,
  progress: ProgressMeter,
): AsyncGenerator<ReadTrace> {
  const { stdin, onProgress: _, except: __, ...reading } = options
  const most = options.maxInputBytes ?? 512 * 1024 * 1024
  if (size > most && (options.format ?? (path.endsWith(".json") ? "json" : "jsonl")) === "json") {
    yield tooLarge(path, size, most)
    return
  }
  const bytes = path === "-" ? (stdin ?? process.stdin) : createReadStream(path, { highWaterMark: chunkBytes })
  try {
    yield* streamTraces(progress.count(bytes), { ...reading, filename: path })
  } catch (error) {
    if (!isSystemError(error)) throw error
    yield unreadable(path, error)
  }
}

/** Adds up what is read of all sources. */
export class ProgressMeter {
  readonly #total: number | undefined
  readonly #tell: ReadFilesOptions["onProgress"]
  #read = 0

  constructor(sources: readonly Source[], tell: ReadFilesOptions["onProgress"]) {
    const known = sources.every((source) => source.path !== "-")
    this.#total = known ? sources.reduce((sum, source) => sum + ("size" in source ? source.size : 0), 0) : undefined
    this.#tell = tell
  }

  add(bytes: number): void {
    this.#read += bytes
    this.#tell?.(this.#read, this.#total)
  }

  async *count(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.add(chunk.length)
      yield chunk
    }
  }
}
