import {
  NO_CALL,
  OUTCOME_UNDETERMINED,
  OUTCOME_VIOLATED,
  RECORD_EXERCISED,
  RECORD_OUTCOME_MASK,
  RECORD_RULE_SHIFT,
  RECORD_SETTLED,
  RECORD_WORDS,
} from "../../assembly/abi.ts"
import type { Diagnostic } from "../diagnostic/index.ts"
import type { RuleInfo } from "../program/model.ts"
import { outcomeNumber } from "../program/tables.ts"
import type { Extent } from "../trace/model.ts"
import type { Evidence } from "./evidence.ts"
import type { Outcome, RuleVerdict, Verdict, Violation } from "./model.ts"
import { violationOf } from "./violation.ts"

const outcomes: readonly Outcome[] = (Object.keys(outcomeNumber) as Outcome[]).sort(
  (a, b) => outcomeNumber[a] - outcomeNumber[b],
)

/** What a run leaves behind, besides the records. */
export interface RunFacts {
  readonly id?: string | undefined
  readonly extent: Extent
  readonly calls: number
  readonly diagnostics: readonly Diagnostic[]
  /** The calls that matter to these rules. Absent where no trace is at hand. Called once at most, after the records were read. */
  readonly evidence?: (rules: Iterable<number>) => Evidence
}

/** The rules before any call. `owing` are violated unless a call touches them: their verdict names the end. */
interface Start {
  readonly rules: readonly (RuleVerdict | undefined)[]
  /** None of them is undetermined. */
  readonly isDetermined: boolean
  readonly owing: readonly number[]
}

/** Rules up to which a verdict lists them at once. */
const mostListed = 64

/** All rules: as they start, as calls have left them, and as they were violated. */
function listOf(
  start: readonly (RuleVerdict | undefined)[],
  records: Uint32Array,
  broken: ReadonlyMap<number, RuleVerdict>,
  shared: (word: number) => RuleVerdict,
): readonly RuleVerdict[] {
  const rules = start.slice()
  for (let at = 0; at < records.length; at += RECORD_WORDS) {
    const word = records[at] ?? 0
    if ((word & RECORD_OUTCOME_MASK) !== OUTCOME_VIOLATED) rules[word >>> RECORD_RULE_SHIFT] = shared(word)
  }
  for (const [rule, verdict] of broken) rules[rule] = verdict
  // Every rule has its verdict now: untouched, touched, or owing.
  return rules as readonly RuleVerdict[]
}

/**
 * Makes verdicts out of the core's records. What untouched rules say is the same in every verdict, so
 * those parts are made once and shared; they are frozen.
 */
export class VerdictAssembly {
  readonly #rules: readonly RuleInfo[]
  readonly #start: Readonly<Record<Extent, Start>>
  readonly #shared: (RuleVerdict | undefined)[] = []

  /** `partial` and `complete` are the records of all rules before any call. */
  constructor(rules: readonly RuleInfo[], partial: Uint32Array, complete: Uint32Array) {
    this.#rules = rules
    this.#start = { partial: this.#startOf(partial), complete: this.#startOf(complete) }
  }

  #startOf(records: Uint32Array): Start {
    const rules: (RuleVerdict | undefined)[] = []
    const owing: number[] = []
    for (let at = 0; at < records.length; at += RECORD_WORDS) {
      const word = records[at] ?? 0
      const violated = (word & RECORD_OUTCOME_MASK) === OUTCOME_VIOLATED
      if (violated) owing.push(word >>> RECORD_RULE_SHIFT)
      rules.push(violated ? undefined : this.#sharedVerdict(word))
    }
    return { rules, isDetermined: rules.every((rule) => rule?.outcome !== "undetermined"), owing }
  }

  /** The records of the rules that calls have touched are `words` from `from` up to `to`. */
  verdict(words: Uint32Array, facts: RunFacts, from = 0, to: number = words.length): Verdict {
    // Evidence may be found by another run, which writes over the words.
    if (this.#rules.length > mostListed) return this.#unlisted(words.slice(from, to), facts)
    return this.#listed(words, facts, from, to)
  }

  /** The verdict that `VerdictPacker` wrote to `words` from `at` on, where its rules begin. */
  unpacked(words: Uint32Array, at: number, facts: RunFacts): Verdict {
    const count = this.#rules.length
    const rules: RuleVerdict[] = []
    let violation = at + ((count + 3) >> 2)
    for (let rule = 0; rule < count; rule++) {
      const byte = ((words[at + (rule >> 2)] ?? 0) >>> ((rule & 3) << 3)) & 0xff
      if ((byte & RECORD_OUTCOME_MASK) !== OUTCOME_VIOLATED) {
        rules.push(this.#sharedVerdict((rule << RECORD_RULE_SHIFT) | byte))
        continue
      }
      const end = violation + 2 + (words[violation + 1] ?? 0)
      rules.push(this.#violated(rule, words[violation] ?? NO_CALL, facts, [...words.subarray(violation + 2, end)]))
      violation = end
    }
    return verdictOf(rules, facts)
  }

  /**
   * A verdict on thousands of rules, of which a trace touches a few: all of them are listed when they are asked for. What
   * the verdict says of itself comes from the rules that were touched, and from those that owe something.
   */
  #unlisted(records: Uint32Array, facts: RunFacts): Verdict {
    const { id, extent, calls, diagnostics } = facts
    const broken = this.#violations(records, facts)
    const violations: Violation[] = []
    let ok = true
    for (const rule of [...broken.keys()].sort((a, b) => a - b)) {
      const { violation, severity } = broken.get(rule) as RuleVerdict
      if (violation !== undefined) violations.push(violation)
      if (severity === "error") ok = false
    }
    let undetermined = 0
    for (let at = 0; at < records.length; at += RECORD_WORDS) {
      if (((records[at] ?? 0) & RECORD_OUTCOME_MASK) === OUTCOME_UNDETERMINED) undetermined++
    }
    const start = this.#start[extent].rules
    const shared = (word: number): RuleVerdict => this.#sharedVerdict(word)
    let listed: readonly RuleVerdict[] | undefined
    return {
      ...(id !== undefined && { id }),
      ok,
      extent,
      calls,
      get rules() {
        listed ??= listOf(start, records, broken, shared)
        return listed
      },
      violations,
      undetermined,
      diagnostics,
    }
  }

  /** The rules that are violated, by index. */
  #violations(records: Uint32Array, facts: RunFacts): ReadonlyMap<number, RuleVerdict> {
    const violated = new Map<number, number>()
    const touched = new Set<number>()
    for (let at = 0; at < records.length; at += RECORD_WORDS) {
      const word = records[at] ?? 0
      touched.add(word >>> RECORD_RULE_SHIFT)
      if ((word & RECORD_OUTCOME_MASK) === OUTCOME_VIOLATED) {
        violated.set(word >>> RECORD_RULE_SHIFT, records[at + 1] ?? NO_CALL)
      }
    }
    for (const rule of this.#start[facts.extent].owing) if (!touched.has(rule)) violated.set(rule, facts.calls)
    const evidence = violated.size > 0 ? facts.evidence?.(violated.keys()) : undefined
    const found = new Map<number, RuleVerdict>()
    for (const [rule, call] of violated) found.set(rule, this.#violated(rule, call, facts, evidence?.of(rule)))
    return found
  }

  #listed(words: Uint32Array, facts: RunFacts, from: number, to: number): Verdict {
    const start = this.#start[facts.extent]
    const rules = start.rules.slice()
    let isDetermined = start.isDetermined
    // Most traces violate nothing: they make do without a map.
    let violated: Map<number, number> | undefined
    for (let at = from; at < to; at += RECORD_WORDS) {
      const word = words[at] as number
      const rule = word >>> RECORD_RULE_SHIFT
      const outcome = word & RECORD_OUTCOME_MASK
      if (outcome === OUTCOME_UNDETERMINED) isDetermined = false
      if (outcome !== OUTCOME_VIOLATED) rules[rule] = this.#sharedVerdict(word)
      else {
        violated ??= new Map()
        violated.set(rule, words[at + 1] as number)
      }
    }
    for (const rule of start.owing) {
      if (rules[rule] !== undefined || violated?.has(rule)) continue
      violated ??= new Map()
      violated.set(rule, facts.calls)
    }
    if (violated !== undefined) this.#addViolations(rules, violated, facts)
    // Every rule has its verdict now: untouched, touched, or owing.
    const all = rules as readonly RuleVerdict[]
    return violated === undefined && isDetermined ? made(true, all, [], 0, facts) : verdictOf(all, facts)
  }

  #addViolations(rules: (RuleVerdict | undefined)[], violated: ReadonlyMap<number, number>, facts: RunFacts): void {
    const evidence = facts.evidence?.(violated.keys())
    for (const [rule, call] of violated) rules[rule] = this.#violated(rule, call, facts, evidence?.of(rule))
  }

  #sharedVerdict(word: number): RuleVerdict {
    // An array is looked up in half the time that a map takes.
    const place = ((word >>> RECORD_RULE_SHIFT) << 5) | (word & 31)
    const known = this.#shared[place]
    if (known !== undefined) return known
    const info = this.#info(word >>> RECORD_RULE_SHIFT)
    const verdict = Object.freeze({
      id: info.id,
      type: info.type,
      ...(info.legacyId !== undefined && { legacyId: info.legacyId }),
      outcome: outcomes[word & RECORD_OUTCOME_MASK] ?? "undetermined",
      exercised: (word & RECORD_EXERCISED) !== 0,
      settled: (word & RECORD_SETTLED) !== 0,
      severity: info.severity,
    })
    this.#shared[place] = verdict
    return verdict
  }

  #violated(rule: number, call: number, facts: RunFacts, calls: readonly number[] | undefined): RuleVerdict {
    const info = this.#info(rule)
    // A deadline of 0 passes before the first call: its violation is at call 0 whether there is one or not.
    const violation = violationOf(info, call, call === facts.calls && facts.extent === "complete", calls)
    const { id, type, legacyId, severity } = info
    const outcome = "violated"
    return legacyId === undefined
      ? { id, type, outcome, exercised: true, settled: true, severity, violation }
      : { id, type, legacyId, outcome, exercised: true, settled: true, severity, violation }
  }

  #info(rule: number): RuleInfo {
    const info = this.#rules[rule]
    if (info === undefined) throw new RangeError(`the core spoke of rule ${rule}, which the program does not have`)
    return info
  }
}

function verdictOf(rules: readonly RuleVerdict[], facts: RunFacts): Verdict {
  const violations: Violation[] = []
  let undetermined = 0
  let ok = true
  for (const rule of rules) {
    if (rule.outcome === "undetermined") undetermined++
    if (rule.violation === undefined) continue
    violations.push(rule.violation)
    if (rule.severity === "error") ok = false
  }
  return made(ok, rules, violations, undetermined, facts)
}

function made(
  ok: boolean,
  rules: readonly RuleVerdict[],
  violations: readonly Violation[],
  undetermined: number,
  { id, extent, calls, diagnostics }: RunFacts,
): Verdict {
  if (id === undefined) return { ok, extent, calls, rules, violations, undetermined, diagnostics }
  return { id, ok, extent, calls, rules, violations, undetermined, diagnostics }
}
