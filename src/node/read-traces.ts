import { createReadStream, type Dirent, readdirSync, realpathSync, type Stats, statSync } from "node:fs"
import { join, resolve } from "node:path"
import { diagnostic } from "../diagnostic/index.ts"
import { type ReadOptions, type ReadTrace, streamTraces } from "../trace/index.ts"

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

/** A file to read, standard input (`-`), or a path from which nothing can be read. */
type Source = { readonly path: string; readonly size: number } | { readonly path: string; readonly problem: ReadTrace }

const chunkBytes = 256 * 1024
const traceFile = /\.(json|jsonl|ndjson)$/i

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

class ProgressMeter {
  readonly #total: number | undefined
  readonly #tell: ReadFilesOptions["onProgress"]
  #read = 0

  constructor(sources: readonly Source[], tell: ReadFilesOptions["onProgress"]) {
    const known = sources.every((source) => source.path !== "-")
    this.#total = known ? sources.reduce((sum, source) => sum + ("size" in source ? source.size : 0), 0) : undefined
    this.#tell = tell
  }

  async *count(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#read += chunk.length
      this.#tell?.(this.#read, this.#total)
      yield chunk
    }
  }
}

/** Each once: two traces too many would count as two more sessions. */
function sourcesOf(paths: readonly string[], except: readonly string[] = []): Source[] {
  const passed = new Set(except.map(realPath))
  const seen = new Set<string>()
  return paths
    .flatMap((path) => sourcesIn(path, passed))
    .filter(({ path }) => {
      const real = path === "-" ? path : realPath(path)
      return !seen.has(real) && seen.add(real)
    })
}

/** The path without links; where that cannot be told, as for a pipe, the whole path. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    return resolve(path)
  }
}

function sourcesIn(path: string, passed: ReadonlySet<string>): Source[] {
  if (path === "-") return [{ path, size: 0 }]
  try {
    const found = statSync(path)
    if (!found.isDirectory()) return [{ path, size: found.size }]
    const files = filesIn(path, new Set())
    const read = passed.size === 0 ? files : files.filter((file) => !passed.has(realPath(file.path)))
    return read.length > 0 ? read : [{ path, problem: noTraces(path) }]
  } catch (error) {
    return [{ path, problem: unreadable(path, error) }]
  }
}

/** Links are followed; a folder that was seen on the way down is not entered again. */
function filesIn(folder: string, above: ReadonlySet<string>): Source[] {
  try {
    const real = realpathSync(folder)
    if (above.has(real)) return []
    const seen = new Set([...above, real])
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.sort(byName).flatMap((entry) => sourcesAt(join(folder, entry.name), seen))
  } catch (error) {
    return [{ path: folder, problem: unreadable(folder, error) }]
  }
}

function sourcesAt(path: string, above: ReadonlySet<string>): Source[] {
  let found: Stats
  try {
    found = statSync(path)
  } catch (error) {
    return traceFile.test(path) ? [{ path, problem: unreadable(path, error) }] : []
  }
  if (found.isDirectory()) return filesIn(path, above)
  return found.isFile() && traceFile.test(path) ? [{ path, size: found.size }] : []
}

function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : 1
}

function noTraces(path: string): ReadTrace {
  const finding = diagnostic("no-traces", "The folder holds no file of traces.", {
    file: path,
    hint: "Folders are searched for *.json, *.jsonl and *.ndjson; name other files one by one.",
  })
  return { diagnostics: [finding], place: { file: path } }
}

function tooLarge(path: string, size: number, most: number): ReadTrace {
  const message = `A JSON document may take ${most} bytes at most; this one takes ${size}.`
  const hint = "Write the traces as JSONL, one a line: that is read at any size."
  return { diagnostics: [diagnostic("trace-too-large", message, { file: path, hint })], place: { file: path } }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is not a folder",
  EACCES: "it may not be read",
  EPERM: "it may not be read",
}

function unreadable(path: string, error: unknown): ReadTrace {
  const code = isSystemError(error) ? String(error.code) : "unknown error"
  const finding = diagnostic("file-unreadable", `The traces cannot be read: ${reasons[code] ?? code}.`, { file: path })
  return { diagnostics: [finding], place: { file: path } }
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && "syscall" in error
}
