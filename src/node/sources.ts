import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from "node:fs"
import { join, resolve } from "node:path"
import { diagnostic } from "../diagnostic/index.ts"
import type { ReadTrace } from "../trace/index.ts"

/** A file to read, standard input (`-`), or a path from which nothing can be read. */
export type Source =
  | { readonly path: string; readonly size: number }
  | { readonly path: string; readonly problem: ReadTrace }

const traceFile = /\.(json|jsonl|ndjson)$/i

/** What there is to read under the paths, folders searched. Each once: two traces too many would count as two more sessions. */
export function sourcesOf(paths: readonly string[], except: readonly string[] = []): Source[] {
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

export function tooLarge(path: string, size: number, most: number): ReadTrace {
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

export function unreadable(path: string, error: unknown): ReadTrace {
  const code = isSystemError(error) ? String(error.code) : "unknown error"
  const finding = diagnostic("file-unreadable", `The traces cannot be read: ${reasons[code] ?? code}.`, { file: path })
  return { diagnostics: [finding], place: { file: path } }
}

export function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && "syscall" in error
}
