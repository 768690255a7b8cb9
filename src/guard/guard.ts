import { FOREIGN_STATE, LOG_NOTHING, OK, OTHER_VERSION } from "../../assembly/abi.ts"
import { CoreTrapError, type Machine } from "../core/index.ts"
import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import { type Court, closeCourt, courtOf, imageOf, PolicyError, type Program, type Resident } from "../judge/index.ts"
import { isAsked, isGranted, isLookalike, type NameCode, symbolMask } from "../judge/symbols.ts"
import type { RuleInfo } from "../program/index.ts"
import type { CallStatus } from "../trace/model.ts"
import { type Verdict, type Violation, violationOf } from "../verdict/index.ts"
import { allowed, type Decision, type DecisionKind, type GuardFault, granted, strictest } from "./decision.ts"

/** How a guard is to answer. */
export interface GuardOptions {
  /** `enforce` (default) keeps denied calls from happening; `shadow` takes every call and says what it would have done. */
  readonly mode?: "enforce" | "shadow"
}

/** What is known of a call before it happens. No rule of today reads more than `tool`. */
export interface CheckedCall {
  readonly tool: string
  readonly id?: string | undefined
  readonly args?: object | undefined
  readonly agent?: string | undefined
  readonly step?: number | undefined
}

/** What a call that ran came back with. */
export interface Answer {
  readonly id?: string | undefined
  readonly result?: unknown
  readonly error?: unknown
  readonly status?: CallStatus | undefined
}

const statuses: readonly string[] = ["ok", "error", "pending"] satisfies CallStatus[]
const noViolations: readonly Violation[] = Object.freeze([])

/**
 * Judges an agent's calls one by one, before they happen (semantics, section 6). The session is a few
 * bytes: `save` it, `restore` it elsewhere, go on.
 *
 * @example
 * const guard = new Guard(policy)
 * guard.check({ tool: "Create" }).decision // "deny"
 * guard.check({ tool: "Search" }).decision // "allow"
 */
export class Guard implements Resident {
  readonly #program: Program
  readonly #shadow: boolean
  /** The session while another stands in the core; undefined: in the core, or a fresh one. */
  #shelved: Uint8Array | undefined
  /** The session as it was last saved; undefined once a call was taken since. */
  #saved: Uint8Array | undefined
  /** The core failed while this session stood in it: nothing is known of it any more. */
  #lost = false
  #court: Court | undefined

  /** Throws `CoreLoadError` where WebAssembly is refused. */
  constructor(program: Program, options: GuardOptions = {}) {
    const mode = options?.mode ?? "enforce"
    if (mode !== "enforce" && mode !== "shadow") {
      throw new TypeError(`mode must be "enforce" or "shadow", not ${JSON.stringify(mode)}`)
    }
    // Opened now, so that a runtime that refuses WebAssembly says so here and not as a decision.
    courtOf(program)
    this.#program = program
    this.#shadow = mode === "shadow"
  }

  /**
   * Goes on where `save` stopped, here or elsewhere. Throws `PolicyError` (`state-invalid`,
   * `state-version`, `state-foreign`) for bytes that are no session of this program.
   */
  static restore(program: Program, state: Uint8Array, options: GuardOptions = {}): Guard {
    if (!(state instanceof Uint8Array)) throw new TypeError("a session is restored from a Uint8Array")
    const guard = new Guard(program, options)
    const court = courtOf(program)
    court.admit(guard)
    guard.#court = court
    const code = court.machine.restore(state)
    if (code !== OK) {
      court.dismiss()
      throw new PolicyError([stateDiagnostic(code)])
    }
    return guard
  }

  /** How many calls were taken. */
  get calls(): number {
    return this.#inCourt(({ machine }) => machine.calls)
  }

  /**
   * What the policy says to a call that is about to happen. `allow` and `warn`: take it, it is
   * counted. `ask` and `deny`: it has not happened, and the session is as it was. With a `code` of
   * `session-full` or `core-failed` nothing is counted, whatever `on_error` answers.
   */
  check(call: CheckedCall): Decision {
    const tool = call?.tool
    if (typeof tool !== "string") throw new TypeError('a call is checked as an object: check({ tool: "Search" })')
    if (this.#lost) return this.#fault("core-failed")
    try {
      const { machine, symbols } = this.#enter()
      const name = symbols.of(tool)
      this.#saved = undefined
      const offences = machine.take(name & symbolMask)
      if (offences === 0 && (name & (isAsked | isLookalike)) === 0) return name & isGranted ? granted : allowed
      return this.#decide(name, offences)
    } catch {
      this.#lose()
      return this.#fault("core-failed")
    }
  }

  #decide(name: NameCode, offences: number): Decision {
    const { machine, symbols } = this.#enter()
    if (offences < 0) return this.#fault("session-full")
    const { rules, onError } = imageOf(this.#program).info
    const call = machine.calls - 1
    // In the order of the rules, and without going through all of them.
    const indices = machine.offended(offences)
    if ((name & isAsked) !== 0) insert(indices, symbols.askList)
    const offended = indices.map((index) => rules[index] as RuleInfo)
    const suspect = (name & isLookalike) !== 0
    const decision = strictest([
      ...offended.map((rule) => rule.action),
      suspect && onError === "block" ? "deny" : "allow",
    ])
    const violations = offended.map((rule) => violationOf(rule, call, false))
    if (!this.#shadow && (decision === "deny" || decision === "ask")) machine.rollback()
    return this.#answer(decision, (name & isGranted) !== 0, violations, suspect ? "lookalike-tool" : undefined)
  }

  #answer(kind: DecisionKind, granted: boolean, violations: readonly Violation[], code?: GuardFault): Decision {
    const decision = this.#shadow && kind !== "allow" ? "warn" : kind
    return {
      decision,
      granted,
      violations,
      ...(this.#shadow && { would: kind }),
      ...(code !== undefined && { code }),
    }
  }

  /** The guard cannot judge: `on_error` decides. */
  #fault(code: GuardFault): Decision {
    const blocks = imageOf(this.#program).info.onError === "block"
    return this.#answer(blocks ? "deny" : "allow", false, noViolations, code)
  }

  /**
   * What the call returned; answers the rules that the answer violates. No rule of today reads
   * answers, so nothing changes. Throws `TypeError` for status `denied`: a denied call has no answer.
   */
  record(answer: Answer = {}): readonly Violation[] {
    const status = answer?.status
    if (answer === null || typeof answer !== "object") throw new TypeError("an answer is recorded as { result }")
    if (status === "denied") throw new TypeError("a denied call did not run and has nothing to record")
    if (status !== undefined && !statuses.includes(status)) {
      throw new TypeError(`status must be one of ${statuses.join(", ")}, not ${JSON.stringify(status)}`)
    }
    return noViolations
  }

  /** The session as bytes. Equal sessions of one program give equal bytes. */
  save(): Uint8Array {
    this.#saved ??= this.#inCourt(({ machine }) => machine.save())
    return this.#saved.slice()
  }

  /** The verdict if the session ended now. */
  finish(): Verdict {
    return this.#inCourt(({ machine, assembly }) => {
      const facts = { extent: "complete", calls: machine.calls, diagnostics: [] } as const
      return assembly.verdict(machine.record(true), facts)
    })
  }

  /** Forgets everything: a fresh session. */
  reset(): void {
    this.#lost = false
    this.#shelved = undefined
    this.#saved = undefined
    const court = courtOf(this.#program)
    court.admit(this)
    this.#court = court
    court.machine.begin(LOG_NOTHING)
  }

  /** @internal Called by the court when another session needs the core. */
  leave(machine: Machine): void {
    this.#shelved = this.#saved ?? machine.save()
  }

  /** Does something with this session in the core. Throws `CoreTrapError` when it is lost, or gets lost. */
  #inCourt<T>(action: (court: Court) => T): T {
    const court = this.#enter()
    try {
      return action(court)
    } catch (cause) {
      this.#lose()
      throw new CoreTrapError("the core failed; the session is lost, and reset() begins a new one", { cause })
    }
  }

  /** Puts this session into the core, if it does not stand there. Throws `CoreTrapError` when it is lost. */
  #enter(): Court {
    const court = this.#court
    if (court?.holds(this)) return court
    return this.#enterAnew()
  }

  #enterAnew(): Court {
    if (this.#lost) throw new CoreTrapError("the core failed during this session; reset() begins a new one")
    const court = courtOf(this.#program)
    court.admit(this)
    this.#court = court
    if (this.#shelved === undefined) court.machine.begin(LOG_NOTHING)
    else if (court.machine.restore(this.#shelved) !== OK) {
      this.#lose()
      throw new CoreTrapError("the core refused a session that it had saved")
    }
    this.#shelved = undefined
    return court
  }

  #lose(): void {
    this.#lost = true
    this.#saved = undefined
    this.#court = undefined
    closeCourt(this.#program)
  }
}

function stateDiagnostic(code: number): Diagnostic {
  if (code === FOREIGN_STATE) {
    return diagnostic("state-foreign", "Expected a session of this policy, but the bytes are of another one.", {
      hint: "A session belongs to the policy it was begun with, unchanged.",
    })
  }
  if (code === OTHER_VERSION) {
    return diagnostic("state-version", "Expected a session of this version of Assay, but the bytes are of another one.")
  }
  return diagnostic("state-invalid", "Expected a saved session, but the bytes are damaged or are none.", {
    hint: "Store the bytes of save() unchanged.",
  })
}

/** Puts a rule where it belongs in a rising list. */
function insert(rules: number[], rule: number): void {
  const at = rules.findIndex((other) => other > rule)
  rules.splice(at < 0 ? rules.length : at, 0, rule)
}
