import type { Range } from "../../diagnostic/index.ts"
import type { TracePlace } from "../../trace/index.ts"
import { safeText } from "../preview.ts"

export type Json = Readonly<Record<string, unknown>>

/** Columns of a text in a log; GitHub shows no more than that of a description. */
const maxText = 1000

/**
 * A text as a SARIF message: one line, bounded, and nothing in it read as a placeholder or as a link (SARIF 2.1.0,
 * sections 3.11.5 and 3.11.6).
 */
export function message(text: string): Json {
  return { text: literal(safeText(text, maxText)) }
}

/** As {@link message}, for what people wrote over several lines. */
export function prose(text: string): Json {
  return message(
    text
      .slice(0, maxText * 4)
      .trim()
      .replace(/\s+/g, " "),
  )
}

function literal(text: string): string {
  const unlinked = text.includes("](") ? text.replace(/[[\]\\]/g, "\\$&") : text
  return unlinked.replace(/[{}]/g, "$&$&")
}

/** The place of a rule or of anything else that has a range in a file. */
export function rangeLocation(file: string | undefined, range: Range): Json | undefined {
  const artifact = artifactLocation(file)
  return artifact && { physicalLocation: { artifactLocation: artifact, region: regionOf(range) } }
}

/** The place of a trace, or of one of its calls; undefined where there is no file to point at. */
export function traceLocation({ file, line, pointer }: TracePlace): Json | undefined {
  const artifact = artifactLocation(file)
  if (!artifact) return undefined
  const region = line === undefined ? {} : { region: { startLine: line } }
  const logical = pointer ? { logicalLocations: [{ fullyQualifiedName: safeText(pointer, maxText) }] } : {}
  return { physicalLocation: { artifactLocation: artifact, ...region }, ...logical }
}

/** A block ends where the next line starts: then the region is that of whole lines, which may be the last of the file. */
function regionOf({ start, end }: Range): Json {
  const whole = end.column === 1 && end.line > start.line
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: whole ? end.line - 1 : end.line,
    ...(!whole && { endColumn: end.column }),
  }
}

/** Standard input is no artifact. */
function artifactLocation(file: string | undefined): Json | undefined {
  if (file === undefined || file === "" || file === "-") return undefined
  const path = /^[a-z]:[\\/]|^[^/]*\\/i.test(file) ? file.replaceAll("\\", "/") : file
  if (/^[a-z]:\//i.test(path)) return { uri: `file:///${path.slice(0, 2)}${encodePath(path.slice(2))}` }
  if (path.startsWith("//") && path !== file) return { uri: `file:${encodePath(path)}` }
  if (path.startsWith("/")) return { uri: `file://${encodePath(path)}` }
  return { uri: encodePath(path.replace(/^(\.\/+)+(?=.)/, "")), uriBaseId: "%SRCROOT%" }
}

/** Lone surrogates have no UTF-8. */
function encodePath(path: string): string {
  return path
    .replace(/\p{Cs}/gu, "\ufffd")
    .split("/")
    .map(encodeURIComponent)
    .join("/")
}
