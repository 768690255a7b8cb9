import { type Dirent, readdirSync, statSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { type Diagnostic, diagnostic, didYouMean } from "../diagnostic/index.ts"

const traceFile = /\.(json|jsonl|ndjson)$/i

/** Adds to the diagnostic of traces that do not exist what of their folder was probably meant. */
export function withNearby(finding: Diagnostic): Diagnostic {
  const { code, message, file, hint } = finding
  if (code !== "file-unreadable" || file === undefined || hint !== undefined || !isMissing(file)) return finding
  return diagnostic(code, message, { ...finding, hint: nearby(file, traceFile) })
}

/** What was probably meant by a path that does not exist: a file of that kind, or a folder. */
export function nearby(path: string, kind: RegExp): string | undefined {
  const folder = dirname(path)
  if (isMissing(folder)) return `There is no folder ${folder} either.`
  const entries = entriesOf(folder).filter(({ name }) => name !== basename(path))
  const files = entries.filter((entry) => !entry.isDirectory() && kind.test(entry.name)).map(({ name }) => name)
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const near = didYouMean(basename(path), [...files, ...folders]) ?? (files.length === 1 ? files[0] : undefined)
  return near === undefined ? undefined : `Did you mean ${join(folder, near)}?`
}

function isMissing(path: string): boolean {
  try {
    statSync(path)
    return false
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT"
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
