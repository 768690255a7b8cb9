import {
  CALL_BROKEN,
  CALL_DRAIN,
  LOG_EVERYTHING,
  LOG_NOTHING,
  LOG_WORDS,
  NO_CALL,
  OK,
  OUTCOME_UNDETERMINED,
  RECORD_EXERCISED,
  RECORD_OUTCOME_MASK,
  RECORD_SETTLED,
  RULE_HOLDS,
  RULE_READS_ANSWERS,
  STATUS_ERROR,
  STATUS_OK,
  STATUS_PENDING,
} from "../../assembly/abi"
import { Arena } from "../../assembly/arena"
import { Forks, MOST_WAYS } from "../../assembly/forks"
import {
  answer,
  begin,
  call,
  clearFacts,
  costly,
  doubts,
  drainLog,
  hold,
  logAt,
  note,
  prepare,
  prepareAnswer,
  recall,
  restore,
  rollback,
  save,
  setStatus,
  settle,
  stateBuffer,
  take,
} from "../../assembly/index"
import { Log } from "../../assembly/log"
import { Session } from "../../assembly/session"
import {
  AGENT,
  ALONE,
  ARGS,
  answering,
  asking,
  conditionalRow,
  IS_ERROR,
  IS_OK,
  know,
  RESULT,
  Ruling,
  say,
  withPredicates,
} from "./conditions.include"
import { afterTable, countingTable, Draft } from "./draft.include"
import {
  complete,
  completeViolation,
  Dice,
  loadWords,
  partial,
  same,
  savedBytes,
  snapshot,
  violation,
} from "./machine.include"

const KNOWN: u32 = 4
const UNKNOWN: u32 = 4

/** A call: its symbol, and bits for args and agent; with `UNKNOWN` neither is captured. */
class Said {
  symbol: u32
  truths: u32

  constructor(symbol: u32, truths: u32) {
    this.symbol = symbol
    this.truths = truths
  }

  know(): void {
    if (this.truths === UNKNOWN) know("")
    else know(this.truths & 1 ? "[]" : "{}", this.truths & 2 ? '"a"' : "1")
  }
}

function someCalls(dice: Dice, count: i32, mostUnknown: i32): Array<Said> {
  const calls: Said[] = []
  let unknown = 0
  for (let i = 0; i < count; i++) {
    const open = unknown < mostUnknown && dice.below(2) === 0
    if (open) unknown++
    calls.push(new Said(dice.below(5), open ? UNKNOWN : dice.below(KNOWN)))
  }
  return calls
}

/** Judges calls as those of a recorded trace. */
function judge(calls: Array<Said>, from: i32 = 0): void {
  for (let i = from; i < calls.length; i++) {
    calls[i].know()
    call(calls[i].symbol, ALONE)
  }
}

/** What is said of the four rules, partial and complete: words and calls. */
function recorded(): Array<u32> {
  const found: u32[] = []
  for (let rule: u32 = 0; rule < 4; rule++) {
    found.push(partial(rule))
    found.push(violation(rule))
    found.push(complete(rule))
    found.push(completeViolation(rule))
  }
  return found
}

/** What all of the fillings agree on, put together record by record. */
function agree(all: Array<u32>, one: Array<u32>): void {
  for (let i = 0; i < one.length; i += 2) {
    const outcome = one[i] & RECORD_OUTCOME_MASK
    const open = (all[i] & RECORD_OUTCOME_MASK) !== outcome
    const flags = all[i] & one[i] & (RECORD_EXERCISED | RECORD_SETTLED)
    all[i] = open ? OUTCOME_UNDETERMINED | flags : outcome | flags
    all[i + 1] = max(all[i + 1], one[i + 1])
  }
}

/** What calls are known to be in every filling of what is unknown of them. */
function filled(calls: Array<Said>): Array<u32> {
  const open: i32[] = []
  for (let i = 0; i < calls.length; i++) if (calls[i].truths === UNKNOWN) open.push(i)
  let all: Array<u32> = []
  for (let filling: u32 = 0; filling < 1 << (2 * open.length); filling++) {
    const some: Said[] = []
    for (let i = 0; i < calls.length; i++) some.push(new Said(calls[i].symbol, calls[i].truths))
    for (let k = 0; k < open.length; k++) some[open[k]].truths = (filling >> (2 * k)) & 3
    begin(LOG_NOTHING)
    judge(some)
    const one = recorded()
    if (filling === 0) all = one
    else agree(all, one)
  }
  for (let i = 0; i < all.length; i += 2) {
    const isOpen = (all[i] & RECORD_OUTCOME_MASK) === OUTCOME_UNDETERMINED
    // Of what is complete everything is settled; else nothing that is open is.
    if (isOpen && (i & 2) === 0) all[i] &= ~RECORD_SETTLED
  }
  return all
}

function differsFromFillings(calls: Array<Said>): bool {
  const wanted = filled(calls)
  begin(LOG_NOTHING)
  judge(calls)
  const found = recorded()
  for (let i = 0; i < found.length; i += 2) {
    if (found[i] !== wanted[i]) return true
    const violated = (found[i] & RECORD_OUTCOME_MASK) === 1
    if (violated && found[i + 1] !== wanted[i + 1]) return true
  }
  return false
}

describe("what is not captured", () => {
  it("leaves what all fillings agree on, in short traces of every kind", () => {
    loadWords(asking().words())
    const dice = new Dice(21)
    let count = 0
    for (let i = 0; i < 1500; i++) if (differsFromFillings(someCalls(dice, 1 + (i % 6), 3))) count++
    expect(count).toBe(0)
  })

  it("leaves it in longer ones", () => {
    loadWords(asking().words())
    const dice = new Dice(22)
    let count = 0
    for (let i = 0; i < 60; i++) if (differsFromFillings(someCalls(dice, 20, 4))) count++
    expect(count).toBe(0)
  })

  it("leaves one way where nothing tells the ways apart", () => {
    loadWords(asking().words())
    judge([new Said(1, UNKNOWN), new Said(1, UNKNOWN)])
    const before = Forks.ways(0)
    judge([new Said(1, 1), new Said(1, 1), new Said(1, 1)])
    // 0, 1 or 2 calls, the last of these beyond the bound of 1; then all are beyond it, at one call or another.
    expect(before === 3 && violation(0) === 3 && partial(0) === (1 | RECORD_EXERCISED | RECORD_SETTLED)).toBe(true)
  })
})

/** One rule that counts up to `bound`, and asks for the args; `rules` of them. */
function counting(rules: u32, bound: u32): Draft {
  const draft = withPredicates(new Draft())
  draft.tables = [countingTable()]
  const rulings: Ruling[] = []
  for (let rule: u32 = 0; rule < rules; rule++) {
    draft.rule(0, bound)
    rulings.push(new Ruling(rule, [ARGS], [0, 1]))
  }
  draft.row([])
  draft.rows.push(conditionalRow([], rulings, []))
  return draft
}

function unknownCalls(count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    know("")
    call(1, ALONE)
  }
}

describe("too many ways", () => {
  it("are undetermined for good", () => {
    loadWords(counting(1, 400).words())
    unknownCalls(MOST_WAYS - 1)
    const ways = Forks.ways(0)
    const before = partial() & RECORD_OUTCOME_MASK
    unknownCalls(1)
    const lost = partial()
    judge([new Said(1, 1), new Said(1, 0), new Said(0, 0)])
    expect(ways === MOST_WAYS && before === 0).toBe(true)
    expect(lost === OUTCOME_UNDETERMINED && partial() === lost && Forks.ways(0) === 0).toBe(true)
    expect(complete()).toBe(OUTCOME_UNDETERMINED | RECORD_SETTLED)
  })

  it("stay so when the session is saved and restored", () => {
    loadWords(counting(2, 400).words())
    unknownCalls(MOST_WAYS + 1)
    const before = snapshot()
    const length = save(0)
    expect(restore(length) === OK && same(snapshot(), before)).toBe(true)
  })

  it("are taken back to where the rule stood before", () => {
    loadWords(counting(1, 400).words())
    unknownCalls(MOST_WAYS - 1)
    const before = snapshot()
    know("")
    prepare(1)
    take(1)
    const lost = partial()
    rollback()
    expect(lost === OUTCOME_UNDETERMINED && same(snapshot(), before)).toBe(true)
  })

  it("make every call doubtful", () => {
    loadWords(counting(1, 400).words())
    unknownCalls(MOST_WAYS + 1)
    know("[]")
    prepare(1)
    expect(take(1) === 0 && doubts() === 1).toBe(true)
  })

  it("of many rules are stepped within the memory that is theirs", () => {
    loadWords(counting(40, 400).words())
    begin(LOG_NOTHING)
    memory.fill(Log.at, 0x5a, Log.capacity * (LOG_WORDS << 2))
    for (let i: u32 = 0; i < MOST_WAYS + 2; i++) {
      know("")
      prepare(1)
      take(1)
    }
    let written = 0
    for (let i: usize = 0; i < Log.capacity * (LOG_WORDS << 2); i++) if (load<u8>(Log.at + i) !== 0x5a) written++
    expect(written).toBe(0)
  })

  it("of long sessions are saved within the memory that is theirs", () => {
    const draft = withPredicates(new Draft())
    draft.tables = [afterTable()]
    const rulings: Ruling[] = []
    for (let rule: u32 = 0; rule < 5; rule++) {
      draft.rule(0, 100, RULE_READS_ANSWERS | RULE_HOLDS)
      rulings.push(new Ruling(rule, [ARGS], [0, 1]))
    }
    draft.row([])
    draft.rows.push(conditionalRow([], rulings, []))
    loadWords(draft.words())
    Session.now = 1 << 29
    judge([new Said(1, 1)])
    for (let i = 0; i < 101; i++) judge([new Said(0, 1)])
    for (let i = 0; i < 7; i++) judge([new Said(1, UNKNOWN), new Said(0, 1), new Said(0, 1), new Said(0, 1)])
    const ways = Forks.ways(0)
    memory.fill(Arena.top, 0xa5, 1 << 16)
    const length = save(0)
    const end = Arena.top
    let written = 0
    for (let i: usize = 0; i < 4096; i++) if (load<u8>(end + i) !== 0xa5) written++
    expect(ways).toBeGreaterThan(100)
    expect(length).toBeGreaterThan(5 * 128 * 16)
    expect(written).toBe(0)
    expect(restore(length)).toBe(OK)
  })
})

/** The first call at which a session in which other calls are taken back looks different, or -1. */
function firstTrace(calls: Array<Said>, dice: Dice): i32 {
  begin(LOG_NOTHING)
  const seen: Uint8Array[] = []
  for (let i = 0; i < calls.length; i++) {
    seen.push(snapshot())
    judge([calls[i]])
  }
  begin(LOG_NOTHING)
  for (let i = 0; i < calls.length; i++) {
    for (let tries = dice.below(4); tries > 0; tries--) {
      const other = new Said(dice.below(5), dice.below(UNKNOWN + 1))
      other.know()
      prepare(other.symbol)
      take(other.symbol)
      rollback()
    }
    if (!same(snapshot(), seen[i])) return i
    calls[i].know()
    prepare(calls[i].symbol)
    take(calls[i].symbol)
  }
  return -1
}

describe("a call in several ways that is taken back", () => {
  it("leaves no trace", () => {
    loadWords(asking().words())
    const dice = new Dice(23)
    let count = 0
    for (let i = 0; i < 150; i++) if (firstTrace(someCalls(dice, 20, 20), dice) !== -1) count++
    expect(count).toBe(0)
  })

  it("says what it would offend for certain, and what under some filling", () => {
    loadWords(counting(1, 1).words())
    know("[]")
    call(1, ALONE)
    know("")
    prepare(1)
    expect(take(1) === 0 && doubts() === 1).toBe(true)
    rollback()
    know("[]")
    prepare(1)
    expect(take(1) === 1 && doubts() === 0).toBe(true)
  })
})

/** How many cuts of a session lead elsewhere when it is saved and restored there. */
function diverging(calls: Array<Said>): i32 {
  begin(LOG_NOTHING)
  judge(calls)
  const end = snapshot()
  let count = 0
  for (let cut = 0; cut <= calls.length; cut++) {
    begin(LOG_NOTHING)
    judge(calls.slice(0, cut))
    const bytes = savedBytes()
    const before = snapshot()
    begin(LOG_NOTHING)
    judge([new Said(1, UNKNOWN), new Said(2, UNKNOWN), new Said(1, 1)])
    memory.copy(stateBuffer(bytes.length), bytes.dataStart, bytes.length)
    if (restore(bytes.length) !== OK || !same(snapshot(), before)) count++
    judge(calls, cut)
    if (!same(snapshot(), end)) count++
  }
  return count
}

describe("a session in several ways", () => {
  it("goes on after it was saved and restored", () => {
    loadWords(asking().words())
    const dice = new Dice(24)
    let count = 0
    for (let i = 0; i < 40; i++) count += diverging(someCalls(dice, 16, 16))
    expect(count).toBe(0)
  })
})

describe("a decision", () => {
  it("has a letter for each way that eight predicates may turn out", () => {
    const draft = withPredicates(new Draft())
    draft.tables = [countingTable()]
    draft.rule(0, 0, RULE_READS_ANSWERS)
    const predicates: u32[] = [ARGS, AGENT, RESULT, IS_OK, IS_ERROR, ARGS, AGENT, RESULT]
    const letters: u32[] = []
    // All that can hold at once, an answer that is ok: the errors aside.
    for (let way = 0; way < 256; way++) letters.push(way === 0b11101111 ? 1 : 0)
    draft.row([])
    draft.rows.push(conditionalRow([], [], [new Ruling(0, predicates, letters)]))
    loadWords(draft.words())
    know("[]", '"a"', "[]", STATUS_OK)
    call(1, ALONE)
    expect(violation()).toBe(0)
    begin(LOG_NOTHING)
    know("[]", '"a"', "{}", STATUS_OK)
    call(1, ALONE)
    expect(violation()).toBe(NO_CALL)
  })

  it("waits for nothing where no predicate is asked for", () => {
    const draft = withPredicates(new Draft())
    draft.tables = [countingTable()]
    draft.row([])
    draft.rows.push(conditionalRow([], [new Ruling(0, [], [1])], []))
    draft.rule(0, 0)
    loadWords(draft.words())
    know("")
    expect(call(1, ALONE) === OK && violation() === 0).toBe(true)
  })
})

/** What a call of one rule that asks for `predicate` when it is answered comes to: violated at 0, or not, or open. */
function asked(predicate: u32, args: string, result: string, status: u32): u32 {
  const draft = withPredicates(new Draft())
  draft.tables = [countingTable()]
  draft.rule(0, 0, RULE_READS_ANSWERS)
  draft.row([])
  draft.rows.push(conditionalRow([], [], [new Ruling(0, [predicate], [0, 1])]))
  loadWords(draft.words())
  know(args, "", result, status)
  const code = call(1, ALONE)
  settle()
  return code === OK ? complete() & RECORD_OUTCOME_MASK : 100 + code
}

describe("a predicate", () => {
  it("of a status needs no check, and is open without one", () => {
    expect(asked(IS_OK, "", "", STATUS_OK)).toBe(1)
    expect(asked(IS_OK, "", "", STATUS_ERROR)).toBe(0)
    expect(asked(IS_OK, "", "", 0)).toBe(OUTCOME_UNDETERMINED)
  })

  it("of a status in flight is not asked", () => expect(asked(IS_OK, "", "", STATUS_PENDING)).toBe(0))

  it("of a result that is not there does not hold of an error, and is open else", () => {
    expect(asked(RESULT, "", "", STATUS_ERROR)).toBe(0)
    expect(asked(RESULT, "", "", STATUS_OK)).toBe(OUTCOME_UNDETERMINED)
    expect(asked(RESULT, "", "[]", STATUS_ERROR)).toBe(1)
  })

  it("of args that were not captured is open, and of empty ones is not", () => {
    expect(asked(ARGS, "", "", 0)).toBe(OUTCOME_UNDETERMINED)
    expect(asked(ARGS, "{}", "", 0)).toBe(0)
    expect(asked(ARGS, "[]", "", 0)).toBe(1)
  })

  it("of a text that is no JSON is said to be so", () => {
    expect(asked(ARGS, "[1", "", 0)).toBe(100 + CALL_BROKEN)
    expect(asked(RESULT, "", "[01]", 0)).toBe(100 + CALL_BROKEN)
  })

  it("is judged once a call, and anew for the next one", () => {
    loadWords(counting(1, 0).words())
    know("{}")
    prepare(1)
    say(ARGS, "[]")
    prepare(1)
    expect(take(1)).toBe(0)
    know("[]")
    prepare(1)
    expect(take(1) === 1 && costly() === 0).toBe(true)
  })
})

class Answered {
  symbol: u32
  args: string
  result: string
  status: u32

  constructor(dice: Dice) {
    this.symbol = dice.below(3)
    this.args = ["", "{}", "[]"][dice.below(3)]
    this.result = ["", "{}", "[]"][dice.below(3)]
    this.status = dice.below(3)
  }

  know(): void {
    know(this.args, "", this.result, this.status)
  }

  /** Takes the call as a guard does, and then its answer; `moves`: the session is saved and restored in between. */
  guard(moves: bool): void {
    know(this.args)
    prepare(this.symbol)
    take(this.symbol)
    const memo = note(this.symbol)
    if (moves) {
      const length = save(0)
      begin(LOG_NOTHING)
      restore(length)
      if (memo > 0) hold(this.symbol, Session.now - 1)
    }
    if (memo === 0) return
    clearFacts()
    recall(this.symbol, memo)
    say(RESULT, this.result)
    setStatus(this.status)
    prepareAnswer(this.symbol)
    answer(this.symbol, Session.now - 1, memo)
  }
}

/** How many random sessions of a guard look unlike the recorded trace, after some call. */
function unlikeTheTrace(seed: u32, moves: bool): i32 {
  loadWords(answering().words())
  const dice = new Dice(seed)
  let count = 0
  for (let round = 0; round < 100; round++) {
    const calls: Answered[] = []
    for (let i = 0; i < 12; i++) calls.push(new Answered(dice))
    begin(LOG_NOTHING)
    const seen: Uint8Array[] = []
    for (let i = 0; i < calls.length; i++) {
      calls[i].know()
      call(calls[i].symbol, ALONE)
      seen.push(snapshot())
    }
    begin(LOG_NOTHING)
    let alike: bool = true
    for (let i = 0; i < calls.length && alike; i++) {
      calls[i].guard(moves)
      alike = same(snapshot(), seen[i])
    }
    if (!alike) count++
  }
  return count
}

function take_(symbol: u32, status: u32, step: f64): u32 {
  know("[]", "", "[]", status)
  return call(symbol, step)
}

describe("answers", () => {
  it("of a guard are those of the recorded trace", () => expect(unlikeTheTrace(31, false)).toBe(0))
  it("are, too, when the session was saved in between", () => expect(unlikeTheTrace(32, true)).toBe(0))

  it("of one step come after all of its calls were taken", () => {
    loadWords(answering().words())
    take_(1, STATUS_ERROR, 7)
    take_(1, STATUS_ERROR, 7)
    const before = violation(0)
    take_(0, STATUS_OK, 8)
    expect(before === NO_CALL && violation(0) === 1).toBe(true)
  })

  it("of a call made alone come at once", () => {
    loadWords(answering().words())
    take_(1, STATUS_ERROR, ALONE)
    take_(1, STATUS_ERROR, ALONE)
    expect(violation(0)).toBe(1)
  })

  it("of the last step come when the trace is over", () => {
    loadWords(answering().words())
    take_(1, STATUS_ERROR, 7)
    take_(1, STATUS_ERROR, 7)
    expect(settle() && violation(0) === 1).toBe(true)
  })

  it("meet deadlines that calls of their step began", () => {
    loadWords(answering().words())
    take_(2, STATUS_OK, 7)
    take_(1, STATUS_OK, 7)
    take_(2, STATUS_OK, 8)
    settle()
    expect(violation(2)).toBe(NO_CALL)
    begin(LOG_NOTHING)
    take_(1, STATUS_OK, 7)
    take_(2, STATUS_ERROR, 7)
    settle()
    expect(completeViolation(2)).toBe(1)
  })

  it("are forgotten with the session", () => {
    loadWords(answering().words())
    const fresh = snapshot()
    take_(1, STATUS_ERROR, 7)
    begin(LOG_NOTHING)
    settle()
    expect(same(snapshot(), fresh)).toBe(true)
  })
})

/** Many rules that write an entry at each answer. */
function talkative(): Draft {
  const draft = withPredicates(new Draft())
  draft.tables = [countingTable()]
  const rulings: Ruling[] = []
  for (let rule: u32 = 0; rule < 400; rule++) {
    draft.rule(0, 0, RULE_READS_ANSWERS)
    rulings.push(new Ruling(rule, [IS_OK], [0, 1]))
  }
  draft.row([])
  draft.rows.push(conditionalRow([], [], rulings))
  return draft
}

describe("a log that is full in the middle of the answers", () => {
  it("is drained, and nothing is lost or comes twice", () => {
    loadWords(talkative().words())
    for (let i = 0; i < 20; i++) take_(1, STATUS_OK, <f64>(i / 10))
    settle()
    const quiet = snapshot()
    begin(LOG_EVERYTHING)
    let drainings = 0
    let place = 0
    let wrong = 0
    for (let i = 0; i <= 20; i++) {
      know("[]", "", "[]", STATUS_OK)
      while (i < 20 ? call(1, <f64>(i / 10)) === CALL_DRAIN : !settle()) {
        drainings++
        const size = <i32>drainLog()
        for (let k = 0; k < size; k++) {
          const at = logAt() + ((<usize>k * LOG_WORDS) << 2)
          if (load<u32>(at) !== place % 400 || load<u32>(at, 4) !== place / 400) wrong++
          place++
        }
      }
    }
    place += drainLog()
    expect(drainings > 1 && wrong === 0 && place === 8000 && same(snapshot(), quiet)).toBe(true)
  })
})
