import { findJsonFault, type JsonFault } from "./json-fault.ts"

/** How deep arrays and objects may nest: far beyond any recorded call, far below what overflows a stack. */
export const maxDepth = 512

export type ParsedJson =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "fault"; readonly fault: JsonFault }
  | { readonly kind: "too-deep" }

/** Reads one JSON text. Never throws; what nests deeper than {@link maxDepth} is refused before it is built. */
export function parseJson(text: string): ParsedJson {
  if (nestsDeeperThan(text, maxDepth)) return { kind: "too-deep" }
  try {
    return { kind: "value", value: JSON.parse(text) }
  } catch {
    const fault = findJsonFault(text)
    return fault ? { kind: "fault", fault } : { kind: "too-deep" }
  }
}

/** Counts brackets outside strings; hops over strings, so that their length costs next to nothing. Linear. */
function nestsDeeperThan(text: string, limit: number): boolean {
  if (text.length <= limit) return false
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) {
      at = endOfString(text, at)
    } else if (code === 0x5b || code === 0x7b) {
      if (++depth > limit) return true
    } else if (code === 0x5d || code === 0x7d) {
      depth--
    }
  }
  return false
}

/** The offset of the quote that closes the string opened at `start`, or the end of the text. */
function endOfString(text: string, start: number): number {
  let quote = start
  for (;;) {
    quote = text.indexOf('"', quote + 1)
    if (quote < 0) return text.length
    let escapes = 0
    while (text.charCodeAt(quote - 1 - escapes) === 0x5c) escapes++
    if (escapes % 2 === 0) return quote
  }
}
