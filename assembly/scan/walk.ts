import { COMMA, LIST, LIST_END, OBJECT } from "./bytes"
import { Documents } from "./documents"
import { Fields } from "./fields"
import { Grammar } from "./grammar"
import { Masks } from "./masks"
import { BROKEN, BROKEN_DOCUMENT, CALL, DONE, LINES, MORE, TRACE_END } from "./scan-abi"
import { Skip } from "./skip"
import { Text } from "./text"
import { Trace } from "./trace"
import { Value } from "./value"
import { Window } from "./window"

// What comes next.
const UNIT: u32 = 0
const CALLS: u32 = 1
const AFTER_CALLS: u32 = 2
const NOTHING: u32 = 3

// What the calls stand in.
const KEY_CALLS: u32 = 0
const KEY_TOOLS: u32 = 1
const BARE: u32 = 2

/**
 * The second stage: pulls calls out of the window, unit by unit. A unit is begun when all of it is there; what stage
 * one found wrong in it is known by then, so that its strings are taken as they are.
 */
export class Walk {
  /** MORE: what stands from here on begins the next window. */
  static kept: usize = 0
  /** MORE: the window holds nothing but the beginning of one unit. */
  static needsRoom: bool = false
  /** The present unit. A line ends before its line feed. */
  static unitAt: usize = 0
  static unitEnd: usize = 0
  /** The line that the unit begins in, from 1. */
  static line: u32 = 0
  /** Units given so far, broken ones included. */
  static units: u32 = 0
  /** TRACE_END: the id without its quotes; 0: none. */
  static idAt: usize = 0
  static idBytes: u32 = 0
  static idEscaped: bool = false
  /** TRACE_END: `calls` is an array, which only this format has. */
  static certain: bool = false
  /** TRACE_END: beside `calls` stand keys that other formats go by: one of them might be as certain. */
  static rivals: bool = false

  private static container: u32 = 0
  private static state: u32 = UNIT
  private static at: usize = 0
  private static within: u32 = 0
  private static first: bool = false
  /** Brackets around the unit. */
  private static depth: u32 = 0

  /** A new input. The window is emptied. */
  static begin(container: u32, full: bool): void {
    Walk.container = container
    Walk.needsRoom = false
    Walk.state = UNIT
    Walk.first = true
    Walk.units = 0
    Walk.line = container === LINES ? 0 : 1
    Walk.depth = 0
    Window.end = Window.at
    Walk.kept = Window.at
    Value.full = full
    Text.blanks = 0x1_0000_2200 | (container === LINES ? 0 : 1 << 10)
    Masks.begin(container)
    Grammar.begin()
    Documents.begin()
  }

  /** A window was opened. */
  static open(): void {
    Walk.at = Window.at
    Documents.open()
  }

  /** What was found: a code of scan-abi.ts. */
  static next(): u32 {
    if (Walk.state === CALLS) return Walk.call()
    if (Walk.state === AFTER_CALLS) return Walk.afterCalls()
    if (Walk.state === NOTHING) return DONE
    return Walk.container === LINES ? Walk.nextLine() : Walk.nextElement()
  }

  @inline private static call(): u32 {
    const at = Walk.at
    const end = load<u8>(at) === OBJECT && Walk.within !== KEY_TOOLS ? Fields.object(at) : Fields.name(at)
    if (end === 0) return Walk.broken()
    const next = Text.token(end)
    const byte = load<u8>(next)
    if (byte === COMMA) {
      Walk.at = Text.token(next + 1)
      return CALL
    }
    if (byte !== LIST_END) return Walk.broken()
    Walk.at = next + 1
    Walk.state = AFTER_CALLS
    return CALL
  }

  private static nextLine(): u32 {
    while (true) {
      const start = Walk.at
      if (start >= Window.end) return Window.last ? Walk.done() : Walk.more(Window.end)
      const feed = Masks.nextFeed()
      const end = Window.at + <usize>(feed >> 1)
      if (feed === 0xffffffff || (end === Window.end && !Window.last)) return Walk.more(start)
      Walk.at = end + 1
      Walk.line++
      const at = Text.token(Walk.withoutMark(start))
      if (at === end) continue
      Walk.unitAt = at
      Walk.unitEnd = end
      return (feed & 1) !== 0 ? Walk.broken() : Walk.enter(at)
    }
  }

  private static nextElement(): u32 {
    if (Walk.first && Window.end - Walk.at < 3 && !Window.last) return Walk.more(Walk.at)
    const start = Documents.next(Walk.withoutMark(Walk.at))
    if (start === 0) {
      if (Documents.answer === MORE) return Walk.more(min(Documents.at, Window.end))
      if (Documents.answer === DONE) return Walk.done()
      return Walk.broken()
    }
    Walk.line += Documents.lines
    Walk.depth = Documents.depth
    Walk.unitAt = start
    Walk.unitEnd = Documents.end
    return Walk.enter(start)
  }

  /** Past the mark of byte order, at the very start of the input. */
  private static withoutMark(at: usize): usize {
    if (!Walk.first) return at
    Walk.first = false
    return (load<u32>(at, 0, 1) & 0xff_ffff) === 0xbf_bbef ? at + 3 : at
  }

  /** The unit at `at`. */
  private static enter(at: usize): u32 {
    Skip.limit = Walk.unitEnd
    Walk.certain = false
    Walk.rivals = false
    if (load<u8>(at) === LIST) {
      Trace.idAt = 0
      const first = Text.token(at + 1)
      return load<u8>(first) === LIST_END ? Walk.finish(first + 1) : Walk.list(first, BARE, 1)
    }
    if (load<u8>(at) !== OBJECT) return Walk.broken()
    Skip.depth = Walk.depth + 1
    return Walk.take(Trace.begin(at))
  }

  private static list(first: usize, within: u32, depth: u32): u32 {
    Walk.state = CALLS
    Walk.within = within
    Walk.at = first
    Fields.bare = within === BARE
    Skip.depth = Walk.depth + depth + 1
    return Walk.call()
  }

  private static afterCalls(): u32 {
    if (Walk.within === BARE) return Walk.finish(Walk.at)
    if (Walk.within === KEY_TOOLS) return Walk.finish(Trace.at)
    Skip.depth = Walk.depth + 1
    return Walk.take(Trace.goOn(Walk.at))
  }

  private static take(found: u32): u32 {
    if (found === Trace.WRONG) return Walk.broken()
    if (found === Trace.CALLS) return Walk.list(Trace.at, KEY_CALLS, 2)
    Walk.certain = Trace.hasCalls
    Walk.rivals = Trace.rivals
    // Elements of a document are traces only together: then what another format might claim decides for all.
    if (Trace.rivals && (!Trace.hasCalls || Walk.depth > 0)) return Walk.broken()
    if (Trace.hasCalls) return Walk.finish(Trace.at)
    if (Trace.toolsAt === 0 || load<u8>(Trace.toolsAt) !== LIST) return Walk.broken()
    const first = Text.token(Trace.toolsAt + 1)
    return load<u8>(first) === LIST_END ? Walk.finish(Trace.at) : Walk.list(first, KEY_TOOLS, 2)
  }

  private static finish(at: usize): u32 {
    if (Text.token(at) < Walk.unitEnd) return Walk.broken()
    Walk.idAt = Trace.idAt
    Walk.idBytes = Trace.idBytes
    Walk.idEscaped = Trace.idEscaped
    Walk.leave()
    return TRACE_END
  }

  private static broken(): u32 {
    Walk.leave()
    if (Walk.container === LINES) return BROKEN
    Walk.state = NOTHING
    return BROKEN_DOCUMENT
  }

  private static leave(): void {
    Walk.units++
    Walk.state = UNIT
    Walk.at = Walk.container === LINES ? Walk.unitEnd + 1 : Walk.unitEnd
  }

  private static more(kept: usize): u32 {
    Walk.kept = kept
    Walk.needsRoom = kept === Window.at
    if (Walk.container !== LINES) Walk.line += Documents.linesUpTo(kept)
    return MORE
  }

  private static done(): u32 {
    Walk.state = NOTHING
    return DONE
  }
}
