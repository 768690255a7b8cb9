import type { TracePlace } from "../trace/index.ts"
import { escapeText } from "./text.ts"

/** A file as people name it. */
export function renderFile(file: string | undefined): string {
  return file === undefined || file === "-" ? "standard input" : escapeText(file)
}

/** `file:3`, `file:3#/1`, `file#/12`, or the file alone. */
export function renderPlace({ file, line, pointer }: TracePlace): string {
  const position = line === undefined ? renderFile(file) : `${renderFile(file)}:${line}`
  return pointer ? `${position}#${escapeText(pointer)}` : position
}
