import type { Event, ScalarEvent } from "js-yaml"
import {
  boolCoreTag,
  constructFromEvents,
  EVENT_ID,
  floatCoreTag,
  getScalarValue,
  intCoreTag,
  NOT_RESOLVED,
  nullCoreTag,
  SCALAR_STYLE,
} from "js-yaml"
import type { ScalarNode } from "./node.ts"

/** Untagged plain scalars are tried in this order; what none takes is a string (YAML 1.2, core schema). */
const implicitTags = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag]

export interface ScalarValue {
  readonly text: string
  readonly value: ScalarNode["value"]
}

/** What a scalar stands for. `document` is the event that opens its document: it may declare tag prefixes. */
export function scalarValue(source: string, event: ScalarEvent, document: Event): ScalarValue {
  const text = getScalarValue(source, event)
  if (event.tagStart >= 0) return { text, value: taggedValue(source, event, document) }
  if (event.style !== SCALAR_STYLE.PLAIN) return { text, value: text }
  for (const tag of implicitTags) {
    const value = tag.resolve(text, false, tag.tagName)
    if (value !== NOT_RESOLVED) return { text, value }
  }
  return { text, value: text }
}

/** Whether a text is a whole number in YAML's eyes (the library's reading, not a pattern of our own). */
export function isIntegerText(text: string): boolean {
  return intCoreTag.resolve(text, false, intCoreTag.tagName) !== NOT_RESOLVED
}

/** The library resolves explicit tags (and refuses unknown ones) only while constructing, so it constructs just this. */
function taggedValue(source: string, event: ScalarEvent, document: Event): ScalarNode["value"] {
  const bare = { ...event, anchorStart: -1, anchorEnd: -1 }
  const value = constructFromEvents([document, bare, { type: EVENT_ID.POP }], { source })[0]
  if (value === null || typeof value === "number" || typeof value === "boolean") return value
  if (typeof value === "string") return value
  throw new TypeError("a tag of collections stands before a scalar")
}
