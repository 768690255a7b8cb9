import { type CompiledRegex, compileRegex, type RegexFault } from "../regex/index.ts"
import { type Check, CheckSet, matchCheck, type SchemaProblem, schemaCheck } from "../schema/index.ts"
import { constraintDialect, shortForms } from "./dialect.ts"
import type { Place, Reading } from "./fields.ts"
import { checkFinite, clip, readString, report } from "./fields.ts"
import { type Node, plainValue } from "./node.ts"
import { Locator, pointerSteps } from "./pointer.ts"

/** Words of 32 bits that all schemas and regular expressions of a policy may take in the core. */
export const MAX_CHECK_WORDS: number = 1 << 20

/** Different regular expressions that get a table, which is faster to search with and takes milliseconds to make. */
const MAX_TABLES = 4096

/** A schema that is not written in the policy as it is judged. */
export interface Rewritten {
  readonly schema: unknown
  /** Keys of the schema itself that stand in the policy under another name. */
  readonly writtenAs: ReadonlyMap<string, string>
}

/** A hint of the place for what is wrong with a key of the schema itself; undefined leaves the schema's own. */
export type KeyHint = (key: string, value: Node) => string | undefined

/** Makes checks of the schemas and regular expressions of one policy, each text once, and bounds what they take together. */
export class CheckReader {
  readonly #reading: Reading
  readonly #locator = new Locator()
  /** An aliased schema is one node, wherever it is used. What is wrong with it is said where it is first used. */
  readonly #schemas = new Map<Node, Check | undefined>()
  readonly #rewritten = new Map<Node, Check | undefined>()
  readonly #patterns = new Map<string, CompiledRegex | RegexFault>()
  readonly #taken = new Set<string>()
  #words = 0
  #isFull = false

  constructor(reading: Reading) {
    this.#reading = reading
  }

  /** What a schema asks of a value; undefined where it cannot be read. */
  schema(place: Place, hint?: KeyHint, rewritten?: Rewritten): Check | undefined {
    const { node } = place
    if (node.kind === "broken" || this.#isFull) return undefined
    const known = rewritten === undefined ? this.#schemas : this.#rewritten
    if (known.has(node)) return known.get(node)
    known.set(node, undefined)
    if (!checkFinite(this.#reading, place)) return undefined
    const { check, problems } = schemaCheck(rewritten === undefined ? plainValue(node) : rewritten.schema)
    for (const problem of problems) this.#reportSchema(place, problem, hint, rewritten?.writtenAs)
    const taken = problems.length === 0 && check !== undefined ? this.#take(place, check) : undefined
    known.set(node, taken)
    return taken
  }

  /** Whether the regular expression that stands here is found in the value that `path` leads to. */
  match(place: Place, path: readonly string[]): Check | undefined {
    const text = readString(this.#reading, place)
    if (text === undefined || this.#isFull) return undefined
    const form = this.#patterns.size < MAX_TABLES ? "any" : "steps"
    const regex = this.#patterns.get(text) ?? compileRegex(text, "re2", form)
    this.#patterns.set(text, regex)
    if (!("code" in regex)) return this.#take(place, matchCheck(path, regex))
    const { code, message, hint } = regex
    report(this.#reading, code, place, sentence(message), hint)
    return undefined
  }

  #reportSchema(place: Place, problem: SchemaProblem, hint?: KeyHint, writtenAs?: Rewritten["writtenAs"]): void {
    const { code, pointer, onKey, message } = problem
    const [first, ...rest] = pointerSteps(pointer) ?? []
    const steps = first === undefined ? [] : [writtenAs?.get(first) ?? first, ...rest]
    const { span, path, node } = this.#locator.locate(place, steps, onKey)
    if (node.kind === "broken") return
    const key = steps[steps.length - 1]
    const isUnknown = onKey && code === "invalid-schema" && key !== undefined
    const own = isUnknown ? (keywordHint(key) ?? (steps.length === 1 ? hint?.(key, node) : undefined)) : undefined
    this.#reading.problems.add(code, span, path, sentence(message), own ?? problem.hint ?? valueHint(key, node))
  }

  #take(place: Place, check: Check): Check | undefined {
    if (this.#isFull) return undefined
    if (this.#taken.has(check.key)) return check
    this.#taken.add(check.key)
    this.#words += wordsOf(check)
    if (this.#words <= MAX_CHECK_WORDS) return check
    this.#isFull = true
    const message = `Expected schemas and regular expressions of at most ${MAX_CHECK_WORDS} words once compiled, found more.`
    const hint = "use smaller bounds in {n,m}, share what is the same, or split the policy"
    report(this.#reading, "schema-too-large", place, message, hint)
    return undefined
  }
}

function wordsOf(check: Check): number {
  const alone = new CheckSet()
  alone.add(check)
  return alone.words.length
}

/** What the readers of schemas and regular expressions say, as messages read here. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith(".") ? "" : "."}`
}

/** What to write in place of a key that is no keyword of JSON Schema, but one elsewhere. */
function keywordHint(key: string): string | undefined {
  const keyword = shortForms.get(key)
  return keyword === undefined
    ? constraintDialect.get(key)
    : `write ${keyword}; ${key} is its short form in arg_constraints`
}

/** `required: true` is a short form of `arg_constraints`, and was JSON Schema once. */
function valueHint(key: string | undefined, node: Node): string | undefined {
  if (key !== "required" || node.kind !== "scalar") return undefined
  if (typeof node.value === "boolean") return "write required: [NAME], beside properties"
  return typeof node.value === "string"
    ? `write a list of names: [${clip(node.text)}], or true in arg_constraints`
    : undefined
}
