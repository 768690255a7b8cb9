import type { Diagnostic } from "../diagnostic/index.ts"
import { readDocument } from "./document.ts"
import type { PolicyDocument } from "./model.ts"
import { plainText } from "./plain-object.ts"
import { Problems } from "./problems.ts"
import { SourceText } from "./source-text.ts"
import { readYaml } from "./yaml-reader.ts"

export interface CheckOptions {
  /** Named in the diagnostics as `file`. */
  readonly filename?: string
}

export interface CheckedPolicy {
  /** Absent when any diagnostic is an error. */
  readonly document?: PolicyDocument
  /** In the order of the text, at most 100, each with `path` and `range`. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Reads a policy text, YAML 1.2 or JSON, and says all that is wrong with it at once. Never throws on a text, whatever
 * it holds; takes time linear in its length.
 *
 * @throws {TypeError} when `text` is not a string
 * @example checkPolicy('version: "1.1"').document?.version // "1.1"
 */
export function checkPolicy(text: string, options: CheckOptions = {}): CheckedPolicy {
  if (typeof text !== "string")
    throw new TypeError(`expected the text of a policy, found a value of type ${typeof text}`)
  const source = new SourceText(text)
  const problems = new Problems(source, options.filename)
  const root = readYaml(text, problems)
  const document = root && readDocument(root, source, problems)
  return problems.count === 0 && document !== undefined
    ? { document, diagnostics: [] }
    : { diagnostics: problems.list() }
}

/**
 * The same for a policy that is a plain object, by the same validator. Ranges count in the text
 * `JSON.stringify(value, null, 2)`.
 */
export function documentFrom(value: unknown, options: CheckOptions = {}): CheckedPolicy {
  const plain = plainText(value)
  const problems = new Problems(new SourceText(plain.text), options.filename)
  plain.report(problems)
  return problems.count > 0 ? { diagnostics: problems.list() } : checkPolicy(plain.text, options)
}
