import {
  CELL_CLEARS,
  CELL_MARKS,
  CELL_OFFENDS,
  CELL_UNCERTAIN,
  NO_CALL,
  NO_LETTER,
  STATE_ARMED,
  STATE_COUNTS,
  STATE_WATCHES,
  TABLE_EVERY_OFFENCE,
} from "./abi"
import { Arena } from "./arena"
import { Journal } from "./journal"
import { Log } from "./log"
import { Program } from "./program"
import { FORKED, Session, Slot } from "./session"
import { Step } from "./step"

/** Ways in which a rule may stand, at most; beyond that it is undetermined for good. */
export const MOST_WAYS: u32 = 128
/** Bytes of one way: state and opener, counter, call of the first violation, newest and recent openings. */
const WAY: usize = 20
const HEAD: usize = 16
const HALF: usize = <usize>MOST_WAYS * WAY
const BLOCK: usize = HEAD + 2 * HALF

/**
 * Rules that stand in more ways than one, because calls read what was not captured: each way is what some filling
 * makes of the trace (semantics, section 3). They are stepped by the same code as all others, one way after the other.
 * A block is: ways, ways when the present call was begun, that call's number in the journal; then both lists.
 */
export class Forks {
  /** Rules that are forked. */
  static size: u32 = 0
  /** A way is being stepped: nothing is logged, offences are only counted. */
  static running: bool = false
  private static flags: u32 = 0
  private static list: usize = 0
  private static blocks: usize = 0
  private static found: usize = 0
  private static count: u32 = 0
  private static kept: usize = 0
  private static keptCount: u32 = 0
  private static allFlags: u32 = 0
  private static someFlags: u32 = 0

  static load(): void {
    Forks.size = 0
    Forks.running = false
    Forks.keptCount = 0
    if (Program.predicates === 0) return
    const bytes = (<usize>Program.rules) << 2
    Forks.list = Arena.alloc(bytes)
    Forks.kept = Arena.alloc(bytes)
    Forks.blocks = Arena.alloc(bytes)
    memory.fill(Forks.blocks, 0, bytes)
    Forks.found = Arena.alloc(HALF)
  }

  /** All rules are forgotten: the session begins anew. */
  static clear(): void {
    Forks.size = 0
    Forks.keptCount = 0
  }

  @inline static rule(index: u32): u32 {
    return load<u32>(Forks.list + ((<usize>index) << 2))
  }

  private static block(rule: u32): usize {
    const entry = Forks.blocks + ((<usize>rule) << 2)
    const known = <usize>load<u32>(entry)
    if (known !== 0) return known
    const made = Arena.alloc(BLOCK)
    store<u32>(made, 0)
    store<u32>(made, 0, 8)
    store<u32>(entry, <u32>made)
    return made
  }

  /** In how many ways a forked rule stands; 0: in too many to tell. */
  @inline static ways(rule: u32): u32 {
    return load<u32>(Forks.block(rule))
  }

  @inline static way(rule: u32, index: u32): usize {
    return Forks.block(rule) + HEAD + <usize>index * WAY
  }

  /** Puts a rule that stands in one way among the forked ones. */
  private static open(rule: u32, slot: Slot): void {
    slot.flags |= FORKED
    store<u32>(Forks.list + ((<usize>Forks.size) << 2), rule)
    Forks.size++
    const block = Forks.block(rule)
    store<u32>(block, 1)
    // What the present call has forked is not to be kept forked: the journal keeps how it stood before.
    store<u32>(block, Journal.number, 8)
    Forks.write(Forks.way(rule, 0), slot)
  }

  private static write(way: usize, slot: Slot): void {
    store<u32>(way, Forks.standing(slot))
    store<u32>(way, slot.counter, 4)
    store<u32>(way, slot.violatedAt, 8)
    store<u32>(way, slot.newest, 12)
    store<u32>(way, slot.recent, 16)
  }

  @inline private static standing(slot: Slot): u32 {
    return <u32>slot.state | ((<u32>slot.opener) << 8)
  }

  /** The state of a way. */
  @inline static state(way: usize): u32 {
    return <u32>load<u8>(way)
  }

  private static read(rule: u32, way: usize, slot: Slot): void {
    slot.stand(Program.table(rule), load<u8>(way))
    slot.opener = load<u8>(way, 1)
    slot.counter = load<u32>(way, 4)
    slot.violatedAt = load<u32>(way, 8)
    slot.newest = load<u32>(way, 12)
    slot.recent = load<u32>(way, 16)
  }

  private static drop(rule: u32, slot: Slot): void {
    slot.flags &= ~FORKED
    for (let i: u32 = 0; i < Forks.size; i++) {
      if (Forks.rule(i) !== rule) continue
      store<u32>(Forks.list + ((<usize>i) << 2), Forks.rule(--Forks.size))
      return
    }
  }

  /** Steps a rule as every of the letters in every of its ways. */
  static step(rule: u32, letters: usize, count: u32): void {
    const slot = Session.slot(rule)
    Session.touch(rule, slot)
    if ((slot.flags & FORKED) === 0) {
      Journal.keep(rule, slot)
      Forks.open(rule, slot)
    } else Forks.keep(rule)
    Forks.begin()
    const ways = Forks.ways(rule)
    if (ways === 0) Forks.someFlags = CELL_OFFENDS
    for (let i: u32 = 0; i < ways; i++) {
      for (let k: u32 = 0; k < count; k++) {
        Forks.read(rule, Forks.way(rule, i), slot)
        Forks.flags = 0
        const letter = <u32>load<u8>(letters + k)
        if (letter !== NO_LETTER) Step.rule(rule, letter)
        Forks.add(rule, slot)
      }
    }
    slot.steppedAt = Session.now + 1
    Forks.end(rule, slot)
  }

  private static begin(): void {
    Forks.running = true
    Forks.count = 0
    Forks.allFlags = 0xffffffff
    Forks.someFlags = 0
  }

  /** Told by the stepping loop what a way has done. */
  @inline static did(cell: u32): void {
    Forks.flags |= cell
  }

  /** Takes down where a way has led; ways that nothing can tell apart any more are one. */
  private static add(rule: u32, slot: Slot): void {
    Forks.allFlags &= Forks.flags
    Forks.someFlags |= Forks.flags
    if (Forks.count > MOST_WAYS) return
    Forks.forget(slot, Program.attributes(Program.table(rule), slot.state))
    for (let i: u32 = 0; i < Forks.count; i++) {
      const way = Forks.found + <usize>i * WAY
      if (load<u32>(way) !== Forks.standing(slot) || load<u32>(way, 4) !== slot.counter) continue
      if (load<u32>(way, 12) !== slot.newest || load<u32>(way, 16) !== slot.recent) continue
      const before = load<u32>(way, 8)
      if ((before === NO_CALL) !== (slot.violatedAt === NO_CALL)) continue
      // Where every filling has violated is where the last of them did.
      if (before < slot.violatedAt) store<u32>(way, slot.violatedAt, 8)
      return
    }
    if (Forks.count < MOST_WAYS) Forks.write(Forks.found + <usize>Forks.count * WAY, slot)
    Forks.count++
  }

  /** What a state does not read is the same in all ways that stand in it, and in a session that was saved. */
  private static forget(slot: Slot, attributes: u32): void {
    if ((attributes & STATE_ARMED) !== 0) return
    if ((attributes & STATE_COUNTS) === 0) slot.counter = 0
    slot.opener = 0
    slot.newest = 0
    slot.recent = 0
  }

  private static end(rule: u32, slot: Slot): void {
    Forks.running = false
    const lost = Forks.count > MOST_WAYS || Forks.ways(rule) === 0
    const count = lost ? 0 : Forks.count
    store<u32>(Forks.block(rule), count)
    memory.copy(Forks.way(rule, 0), Forks.found, <usize>count * WAY)
    if (count > 0) Forks.read(rule, Forks.way(rule, 0), slot)
    Forks.tell(rule, slot)
    if (count === 1) {
      Forks.drop(rule, slot)
      Session.resume(rule, slot)
    }
  }

  /** What all fillings agree on is evidence, and an offence; what only some say is doubt. */
  private static tell(rule: u32, slot: Slot): void {
    const all = Forks.count === 0 ? 0 : Forks.allFlags
    if ((all & CELL_OFFENDS) !== 0) Journal.offence(rule)
    else if ((Forks.someFlags & CELL_OFFENDS) !== 0) Journal.doubt(rule)
    const every = (Program.flags(Program.table(rule)) & TABLE_EVERY_OFFENCE) !== 0
    const evident = all & (CELL_MARKS | CELL_CLEARS)
    const doubt = Forks.count === 1 ? 0 : CELL_UNCERTAIN
    Log.agreed(rule, slot, doubt | (every || (all & CELL_OFFENDS) !== 0 ? evident : 0))
  }

  /** What a call does to the forked rules that it did not step: it is another call to them, or their deadline passes. */
  static pass(last: u32, other: bool): void {
    for (let i = <i32>Forks.size - 1; i >= 0; i--) {
      const rule = Forks.rule(i)
      const slot = Session.slot(rule)
      if (!slot.isHeld) Forks.passRule(rule, slot, last, other && slot.steppedAt !== Session.now + 1)
    }
  }

  static passRule(rule: u32, slot: Slot, last: u32, other: bool): void {
    const ways = Forks.ways(rule)
    const table = Program.table(rule)
    let moves = false
    for (let i: u32 = 0; i < ways && !moves; i++) {
      const way = Forks.way(rule, i)
      const attributes = Program.attributes(table, Forks.state(way))
      if ((other && (attributes & STATE_WATCHES) !== 0) || Forks.isDue(way, attributes, last)) moves = true
    }
    if (!moves) return
    Forks.keep(rule)
    Forks.begin()
    for (let i: u32 = 0; i < ways; i++) {
      Forks.read(rule, Forks.way(rule, i), slot)
      Forks.flags = 0
      if (other && (Program.attributes(table, slot.state) & STATE_WATCHES) !== 0) Step.rule(rule, 0)
      if (Session.isArmed(rule, slot) && slot.counter <= last) Step.expire(rule, slot)
      Forks.add(rule, slot)
    }
    Forks.end(rule, slot)
  }

  @inline private static isDue(way: usize, attributes: u32, last: u32): bool {
    return (attributes & STATE_ARMED) !== 0 && load<u32>(way, 4) <= last
  }

  /** Remembers how a forked rule stood when the present call was begun. */
  private static keep(rule: u32): void {
    const block = Forks.block(rule)
    if (!Journal.open || load<u32>(block, 8) === Journal.number) return
    store<u32>(block, load<u32>(block), 4)
    store<u32>(block, Journal.number, 8)
    memory.copy(block + HEAD + HALF, block + HEAD, <usize>load<u32>(block) * WAY)
    store<u32>(Forks.kept + ((<usize>Forks.keptCount) << 2), rule)
    Forks.keptCount++
  }

  static keepNothing(): void {
    Forks.keptCount = 0
  }

  /** Puts the forked rules back as they stood; those that were not forked then are put back by the journal. */
  static rollback(): void {
    while (Forks.keptCount > 0) {
      const rule = load<u32>(Forks.kept + ((<usize>--Forks.keptCount) << 2))
      const slot = Session.slot(rule)
      const block = Forks.block(rule)
      if ((slot.flags & FORKED) === 0) Forks.open(rule, slot)
      store<u32>(block, load<u32>(block, 4))
      memory.copy(block + HEAD, block + HEAD + HALF, <usize>load<u32>(block) * WAY)
      if (load<u32>(block) > 0) Forks.read(rule, Forks.way(rule, 0), slot)
      slot.steppedAt = 0
    }
  }

  /** Takes a rule out that was forked by the call that is taken back. */
  static undo(rule: u32, slot: Slot): void {
    if ((slot.flags & FORKED) !== 0) Forks.drop(rule, slot)
  }

  /** Makes a rule stand in the ways that are added next: a saved session is read. */
  static restore(rule: u32, ways: u32): void {
    const slot = Session.slot(rule)
    Session.touch(rule, slot)
    Forks.open(rule, slot)
    store<u32>(Forks.block(rule), ways)
  }
}
