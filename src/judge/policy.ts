import type { Diagnostic } from "../diagnostic/index.ts"
import { type CheckedPolicy, checkPolicy, documentFrom, type PolicyDocument } from "../policy/index.ts"
import { compile } from "../program/index.ts"
import type { Verdict } from "../verdict/index.ts"
import type { EvaluateBytesOptions } from "./byte-judge.ts"
import type { ByteStream } from "./byte-stream.ts"
import { type EvaluateStreamOptions, evaluateBytes, evaluateStream } from "./evaluate-bytes.ts"
import { PolicyError } from "./policy-error.ts"
import { type Opened, openProgram, Program } from "./program.ts"

/** How a policy is to be read. */
export interface PolicyOptions {
  /** The name by which diagnostics speak of the text. */
  readonly filename?: string
}

/** What `Policy.check` found; `policy` is absent when there are errors. */
export interface PolicyCheck {
  readonly policy?: Policy
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * A policy, read and compiled. Immutable; judging needs no set-up and is synchronous.
 *
 * @example
 * const policy = Policy.parse(`
 * version: "1.1"
 * sequences:
 *   - { type: before, first: Search, then: Create }
 * `)
 * policy.evaluate(["Create"]).violations[0].rule // "before:Search->Create"
 */
export class Policy extends Program {
  /** The policy as data; absent when it came from bytes. */
  readonly document: PolicyDocument | undefined
  /** Warnings of reading and compiling. */
  readonly diagnostics: readonly Diagnostic[]

  private constructor(opened: Opened, document: PolicyDocument | undefined, diagnostics: readonly Diagnostic[]) {
    super(opened)
    this.document = document
    this.diagnostics = diagnostics
  }

  /** Reads YAML or JSON. Throws `PolicyError` when it is not a policy. */
  static parse(text: string, options: PolicyOptions = {}): Policy {
    return policyOf(Policy.check(text, options))
  }

  /** Reads YAML or JSON; never throws on what the text says. */
  static check(text: string, options: PolicyOptions = {}): PolicyCheck {
    if (typeof text !== "string") throw new TypeError("a policy is read from a string; Policy.from takes objects")
    return Policy.#compile(checkPolicy(text, options), options)
  }

  /** A policy from an object with the keys of the document. Throws `PolicyError`. */
  static from(object: unknown, options: PolicyOptions = {}): Policy {
    return policyOf(Policy.#compile(documentFrom(object, options), options))
  }

  /** Throws `PolicyError` (`program-invalid`, `program-version`) unless the bytes are a whole program. */
  static override fromBytes(bytes: Uint8Array): Policy {
    return new Policy(openProgram(bytes), undefined, [])
  }

  /**
   * The verdicts on the traces in UTF-8, in the order in which they stand there: JSONL, or a JSON document that is one
   * trace or an array of traces, in any format that is known. What cannot be read gets a verdict that says why. Each
   * trace is judged when it is asked for; other traces may be judged in between. Throws `TypeError` for a string.
   *
   * @example
   * const bytes = new TextEncoder().encode('{"tools":["Search"]}\n{"tools":["Create"]}\n')
   * for (const { ok, calls } of policy.evaluateBytes(bytes)) console.log(ok, calls)
   */
  evaluateBytes(bytes: Uint8Array, options: EvaluateBytesOptions = {}): Iterable<Verdict> {
    return evaluateBytes(this, bytes, options)
  }

  /**
   * As {@link evaluateBytes}, of a `ReadableStream` or another async iterable of bytes in chunks of any size. JSONL
   * takes memory for its largest trace, however long it is. The stream is pulled, and canceled when nobody asks any more.
   */
  evaluateStream(
    stream: ByteStream | AsyncIterable<Uint8Array>,
    options: EvaluateStreamOptions = {},
  ): AsyncIterable<Verdict> {
    return evaluateStream(this, stream, options)
  }

  static #compile({ document, diagnostics }: CheckedPolicy, { filename }: PolicyOptions): PolicyCheck {
    if (document === undefined) return { diagnostics }
    const { image, diagnostics: found } = compile(document)
    const placed = found.map((item) => (filename === undefined ? item : { ...item, file: filename }))
    const all = [...diagnostics, ...placed]
    if (image === undefined) return { diagnostics: all }
    return { policy: new Policy({ image, court: undefined }, document, all), diagnostics: all }
  }
}

function policyOf({ policy, diagnostics }: PolicyCheck): Policy {
  if (policy === undefined) throw new PolicyError(diagnostics)
  return policy
}
