import type { Event } from "js-yaml"
import { EVENT_ID, parseEvents, YAMLException } from "js-yaml"
import type { Node } from "./node.ts"
import type { Problems } from "./problems.ts"
import type { Span } from "./source-text.ts"
import { YamlTree } from "./yaml-tree.ts"

/** UTF-16 units of one policy text. */
export const MAX_TEXT: number = 1 << 20
/** Levels of nesting. */
export const MAX_DEPTH = 100
/** The size of the tree, as `size` of {@link Node} counts it. */
export const MAX_NODES: number = 1 << 18

/** Reads one YAML document. Undefined where there is nothing to go on with; `problems` says why. */
export function readYaml(text: string, problems: Problems): Node | undefined {
  const start = { start: 0, end: 0 }
  if (text.length > MAX_TEXT) {
    const message = `Expected at most ${MAX_TEXT} characters, found ${text.length}.`
    problems.add("too-large", start, "", message, "use patterns such as search_* for long lists, or split the policy")
    return undefined
  }
  const events = parsed(text, problems)
  if (events === undefined) return undefined
  const tree = build(text, events, problems)
  if (tree === undefined) return undefined
  const { root } = tree
  if (problems.count > 0 && (root === undefined || root.kind === "scalar")) return undefined
  if (root === undefined || (root.kind === "scalar" && root.value === null)) {
    const message = "Expected a policy, found an empty document."
    problems.add("empty-document", root ?? start, "", message, 'the smallest policy is: version: "1.1"')
    return undefined
  }
  if (root.size <= MAX_NODES) return root
  const message = `Expected a size of at most ${MAX_NODES} values with all YAML aliases written out, found more.`
  problems.add("too-large", root, "", message, "use fewer YAML aliases (*name), or split the policy")
  return undefined
}

function parsed(text: string, problems: Problems): Event[] | undefined {
  try {
    return parseEvents(text, { maxDepth: MAX_DEPTH })
  } catch (error) {
    report(error, text, problems)
    return undefined
  }
}

function build(text: string, events: readonly Event[], problems: Problems): YamlTree | undefined {
  const document = events[0]
  if (document === undefined) return new YamlTree(text, { type: EVENT_ID.POP }, problems)
  const tree = new YamlTree(text, document, problems)
  try {
    for (let i = 1; i < events.length; i++) {
      const event = events[i]
      if (event === undefined) break
      if (event.type !== EVENT_ID.DOCUMENT) tree.take(event)
      else {
        const message = "Expected one document, found a second one."
        problems.add("several-documents", secondDocument(text, tree.end), "", message, "keep one document a file")
        break
      }
    }
    return tree
  } catch (error) {
    report(error, text, problems)
    return undefined
  }
}

/** The `---` that begins the second document; its event carries no place. */
function secondDocument(text: string, from: number): Span {
  const marker = /^---(?=\s|$)/gm
  const lineStart = Math.max(text.lastIndexOf("\n", from - 1), text.lastIndexOf("\r", from - 1)) + 1
  marker.lastIndex = lineStart === from ? from : from + 1
  const first = marker.exec(text)?.index ?? text.length
  return { start: first, end: Math.min(first + 3, text.length) }
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
  const tab = reason.includes("tab character") || text[at] === "\t"
  const hint = tab ? "indent with spaces" : "look at this place and just before it; texts with : # or * may need quotes"
  problems.add("yaml-syntax", span, "", `Expected valid YAML, found a fault: ${reason}.`, hint)
}
