import { parseJson } from "./json-text.ts"
import type { Container } from "./read-trace.ts"

/** How much of an input is looked at to find out how traces stand in it, in bytes. */
export const lookBytes = 65_536

/**
 * How traces stand in an input that begins with `head`. `whole`: nothing comes after `head`. The ending of the
 * file name counts for more than the text, but JSON over several lines is never taken for JSONL, nor what goes on after
 * a whole first line for one JSON text.
 */
export function guessContainer(head: string, whole: boolean, filename: string | undefined): Container {
  const lines = head.split("\n")
  const at = lines.findIndex((line) => line.trim() !== "")
  const first = (lines[at] ?? "").trim()
  if (/\.(jsonl|ndjson)$/i.test(filename ?? "")) return first === "{" || first === "[" ? "json" : "jsonl"
  const next = lines.slice(at + 1).find((line) => line.trim() !== "")
  if (/\.json$/i.test(filename ?? "")) return next !== undefined && isDocument(first) ? "jsonl" : "json"
  const firstEnds = at + 1 < lines.length || whole
  if (!firstEnds) return first.startsWith("[") ? "json" : "jsonl"
  if (isDocument(first)) return next === undefined && whole ? "json" : "jsonl"
  // A first line that is broken, and a second that stands on its own: broken JSONL, not JSON over several lines.
  return first.length > 1 && next !== undefined && isDocument(next.trim()) ? "jsonl" : "json"
}

function isDocument(line: string): boolean {
  return /^[[{]/.test(line) && parseJson(line).kind === "value"
}
