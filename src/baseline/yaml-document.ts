import type { Event } from "js-yaml"
import { EVENT_ID, parseEvents, YAMLException } from "js-yaml"
import type { Node } from "../policy/node.ts"
import type { Problems } from "../policy/problems.ts"
import { YamlTree } from "../policy/yaml-tree.ts"

/** UTF-16 units of one baseline: what a file of 16 MiB holds at most. */
export const MAX_TEXT: number = 16 << 20
/**
 * Characters that may begin or end a value. Every value takes one, so this bounds what the library builds: the longest
 * text alone could hold eight million values, a gigabyte of events.
 */
export const MAX_MARKS: number = 1 << 21
const MAX_DEPTH = 100

/**
 * The one YAML or JSON document of a text, or undefined, with the reason among `problems`. Aliased values are shared and
 * never written out, so a text takes memory by its length, whatever its anchors promise.
 */
export function readYamlDocument(text: string, problems: Problems): Node | undefined {
  if (isTooLarge(text, problems)) return undefined
  try {
    return build(text, parseEvents(text, { maxDepth: MAX_DEPTH }), problems)
  } catch (error) {
    report(error, text, problems)
    return undefined
  }
}

function isTooLarge(text: string, problems: Problems): boolean {
  const start = { start: 0, end: 0 }
  if (text.length > MAX_TEXT) {
    problems.add("too-large", start, "", `Expected at most ${MAX_TEXT} characters, found ${text.length}.`)
    return true
  }
  let found = 0
  for (let at = 0; at < text.length; at++) if (marks.has(text.charCodeAt(at))) found++
  if (found <= MAX_MARKS) return false
  problems.add("too-large", start, "", `Expected at most ${MAX_MARKS} values, found the marks of more.`)
  return true
}

/** Line breaks and `, - : ? [ {`. */
const marks: ReadonlySet<number> = new Set([10, 13, 44, 45, 58, 63, 91, 123])

function build(text: string, events: readonly Event[], problems: Problems): Node | undefined {
  const tree = new YamlTree(text, events[0] ?? { type: EVENT_ID.POP }, problems)
  for (let i = 1; i < events.length; i++) {
    const event = events[i]
    if (event === undefined) break
    if (event.type === EVENT_ID.DOCUMENT) {
      const end = { start: tree.end, end: tree.end }
      const hint = "keep one baseline a file"
      problems.add("several-documents", end, "", "Expected one document, found a second one.", hint)
      return undefined
    }
    tree.take(event)
  }
  const { root } = tree
  if (root !== undefined && !(root.kind === "scalar" && root.value === null)) return root
  if (problems.count === 0) {
    const hint = "make one with assay baseline save"
    problems.add("empty-document", { start: 0, end: 0 }, "", "Expected a baseline, found an empty document.", hint)
  }
  return undefined
}

function report(error: unknown, text: string, problems: Problems): void {
  const known = error instanceof YAMLException
  const at = Math.min((known ? error.mark?.position : undefined) ?? 0, text.length)
  const reason = known ? error.reason : String(error)
  const span = { start: at, end: Math.min(at + 1, text.length) }
  if (known && reason.includes("maxDepth")) {
    problems.add("too-large", span, "", `Expected at most ${MAX_DEPTH} levels of nesting, found more.`)
    return
  }
  const hint = "look at this place and just before it, or save the baseline again"
  problems.add("yaml-syntax", span, "", `Expected valid YAML, found a fault: ${reason}.`, hint)
}
