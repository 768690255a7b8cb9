import { BAD_STATE, LOG_NOTHING, OK } from "../../assembly/abi.ts"
import { CoreTrapError, type Machine } from "../core/index.ts"
import { factsBefore, factsOf } from "../judge/call-facts.ts"
import { type Court, closeCourt, courtOf, imageOf, PolicyError, type Program, type Resident } from "../judge/index.ts"
import {
  isAsked,
  isConditional,
  isGranted,
  isLookalike,
  type NameCode,
  readsAnswer,
  readsResult,
  symbolMask,
} from "../judge/symbols.ts"
import type { RuleInfo } from "../program/index.ts"
import type { Call, CallStatus } from "../trace/model.ts"
import { type Verdict, type Violation, violationOf } from "../verdict/index.ts"
import { allowed, type Decision, type DecisionKind, type GuardFault, granted, strictest } from "./decision.ts"
import { type FlyingCall, flightBytes, flightFrom } from "./flight.ts"
import { stateDiagnostic } from "./state-diagnostic.ts"

/** How a guard is to answer. */
export interface GuardOptions {
  /** `enforce` (default) keeps denied calls from happening; `shadow` takes every call and says what it would have done. */
  readonly mode?: "enforce" | "shadow"
}

/** What is known of a call before it happens. `args` that are left out are not captured, which is not the same as `{}`. */
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
const noMemo = new Uint8Array(0)

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
  /** Calls that were taken and not answered, where some rule reads answers. */
  readonly #flying: FlyingCall[] = []
  #stopped = false

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
    const flight = flightFrom(court.machine.flightOf(state))
    if (flight === undefined || !isFlightOf(flight.calls, court)) {
      court.dismiss()
      throw new PolicyError([stateDiagnostic(BAD_STATE)])
    }
    guard.#stopped = flight.stopped
    guard.#flying.push(...flight.calls)
    guard.#hold(court)
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
    const id = call.id ?? undefined
    if (id !== undefined && typeof id !== "string") throw new TypeError("the id of a call is a string")
    if (this.#lost) return this.#fault("core-failed")
    if (this.#stopped) return this.#answer("deny", false, noViolations, "stopped")
    try {
      let name = this.#enter().symbols.of(tool)
      if ((name & isConditional) !== 0) name = this.#tell(call, tool, name)
      this.#saved = undefined
      const { machine } = this.#enter()
      const offences = machine.take(name & symbolMask)
      const plain = offences === 0 && (name & (isAsked | isLookalike)) === 0 && machine.doubts === 0
      const decision = plain ? (name & isGranted ? granted : allowed) : this.#decide(name, offences)
      return this.#court?.readsAnswers ? this.#flies(id, tool, name, decision) : decision
    } catch {
      this.#lose()
      return this.#fault("core-failed")
    }
  }

  /** Hands over what the rules ask of the call. The caller's objects, which may be hostile, are read before that. */
  #tell(call: CheckedCall, tool: string, name: NameCode): NameCode {
    const facts = factsBefore(call, name)
    const { machine, symbols } = this.#enter()
    const again = symbols.of(tool)
    machine.desk.set(facts)
    if (machine.desk.prepare(again & symbolMask) !== OK)
      throw new CoreTrapError("the core could not read what the host wrote")
    return again
  }

  /** Notes a call that was taken, until its answer comes. */
  #flies(id: string | undefined, tool: string, name: NameCode, decision: Decision): Decision {
    const taken = decision.decision === "allow" || decision.decision === "warn"
    if (!taken || decision.code === "session-full") return decision
    const { machine } = this.#enter()
    const { inFlight } = imageOf(this.#program).info.limits
    if (this.#flying.length >= inFlight) {
      machine.rollback()
      return this.#fault("too-many-in-flight")
    }
    const memo = (name & readsAnswer) === 0 ? noMemo : machine.desk.note(name & symbolMask)
    this.#flying.push({ index: machine.calls - 1, id, tool, memo })
    return decision
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
    const doubted = machine.doubted().some((rule) => rules[rule]?.severity === "error")
    const fault = (name & isLookalike) !== 0 ? "lookalike-tool" : doubted ? "undetermined" : undefined
    const decision = strictest([
      ...offended.map((rule) => rule.action),
      fault !== undefined && onError === "block" ? "deny" : "allow",
    ])
    const violations = offended.map((rule) => violationOf(rule, call, false))
    if (!this.#shadow && (decision === "deny" || decision === "ask")) machine.rollback()
    return this.#answer(decision, (name & isGranted) !== 0, violations, fault)
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
   * What a call returned: the only one in flight, or the latest of this `id`. Answers the rules that the answer violates;
   * if one of them denies, the session is stopped and every later check is denied until `reset`. Changes nothing where
   * no rule reads answers. Throws `TypeError` for status `denied` (a denied call has no answer), and where several calls
   * are in flight and no `id` says which.
   */
  record(answer: Answer = {}): readonly Violation[] {
    const status = answer?.status
    if (answer === null || typeof answer !== "object") throw new TypeError("an answer is recorded as { result }")
    if (status === "denied") throw new TypeError("a denied call did not run and has nothing to record")
    if (status !== undefined && !statuses.includes(status)) {
      throw new TypeError(`status must be one of ${statuses.join(", ")}, not ${JSON.stringify(status)}`)
    }
    const call = status === "pending" ? undefined : this.#answered(answer.id)
    return call === undefined ? noViolations : this.#record(call, answer)
  }

  /** The call in flight that an answer is of. */
  #answered(id: string | undefined): FlyingCall | undefined {
    if (id !== undefined) return this.#flying.findLast((call) => call.id === id)
    if (this.#flying.length > 1) {
      throw new TypeError(`${this.#flying.length} calls are in flight: say which one was answered by its id`)
    }
    return this.#flying[0]
  }

  #record(call: FlyingCall, answer: Answer): readonly Violation[] {
    const { result, error } = answer
    const status = answer.status ?? (error != null ? "error" : result !== undefined ? "ok" : undefined)
    const whole: Call = { tool: call.tool, result, ...(status !== undefined && { status }) }
    const { rules } = imageOf(this.#program).info
    const facts = factsOf(whole, isConditional | readsResult, () => {})
    // Reading the answer may have recorded another one of this call.
    if (!this.#flying.includes(call)) return noViolations
    const offended = this.#inCourt(({ machine, symbols }) => {
      const name = symbols.of(call.tool)
      return machine
        .offended(machine.desk.answer(name & symbolMask, call, facts))
        .map((rule) => rules[rule] as RuleInfo)
    })
    this.#saved = undefined
    this.#flying.splice(this.#flying.indexOf(call), 1)
    if (!this.#shadow && offended.some(({ action }) => action === "deny")) this.#stopped = true
    return offended.map((rule) => violationOf(rule, call.index, false))
  }

  /** Tells the core again which calls are in flight. */
  #hold({ machine, symbols }: Court): void {
    for (const { index, tool } of this.#flying) machine.hold(symbols.of(tool) & symbolMask, index)
  }

  /** The session as bytes. Equal sessions of one program give equal bytes. */
  save(): Uint8Array {
    this.#saved ??= this.#inCourt(({ machine }) => machine.save(this.#flight()))
    return this.#saved.slice()
  }

  /** The verdict if the session ended now. */
  finish(): Verdict {
    return this.#inCourt((court) => {
      const { machine, assembly } = court
      const before = this.#flying.length > 0 ? this.save() : undefined
      machine.desk.settle(() => {})
      const facts = { extent: "complete", calls: machine.calls, diagnostics: [] } as const
      const verdict = assembly.verdict(machine.record(true), facts)
      if (before !== undefined) this.#putBack(court, before)
      return verdict
    })
  }

  #putBack(court: Court, state: Uint8Array): void {
    if (court.machine.restore(state) !== OK) throw new CoreTrapError("the core refused a session that it had saved")
    this.#hold(court)
  }

  #flight(): Uint8Array {
    return flightBytes({ stopped: this.#stopped, calls: this.#flying })
  }

  /** Forgets everything: a fresh session. */
  reset(): void {
    this.#lost = false
    this.#stopped = false
    this.#flying.length = 0
    this.#shelved = undefined
    this.#saved = undefined
    const court = courtOf(this.#program)
    court.admit(this)
    this.#court = court
    court.machine.begin(LOG_NOTHING)
  }

  /** @internal Called by the court when another session needs the core. */
  leave(machine: Machine): void {
    this.#shelved = this.#saved ?? machine.save(this.#flight())
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
    else this.#putBack(court, this.#shelved)
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

/** Whether calls can be in flight in the session that stands in the core: they were taken, one after the other. */
function isFlightOf(calls: readonly FlyingCall[], { machine, readsAnswers }: Court): boolean {
  if (calls.length > 0 && !readsAnswers) return false
  return calls.every(({ index }, k) => index > (calls[k - 1]?.index ?? -1) && index < machine.calls)
}

/** Puts a rule where it belongs in a rising list. */
function insert(rules: number[], rule: number): void {
  const at = rules.findIndex((other) => other > rule)
  rules.splice(at < 0 ? rules.length : at, 0, rule)
}
