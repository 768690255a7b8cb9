import { COMMA, LIST, LIST_END, OBJECT, QUOTE } from "./bytes"
import { Masks } from "./masks"
import { BROKEN_DOCUMENT, DONE, MORE } from "./scan-abi"
import { Skip } from "./skip"
import { Text } from "./text"
import { Trace } from "./trace"
import { Units } from "./units"
import { Window } from "./window"

// What comes next.
const BEGINNING: u32 = 0
const ELEMENT: u32 = 1
const AFTER_ELEMENT: u32 = 2
const END: u32 = 3

/** Finds the units of a document: all of it, or the elements of its array. */
export class Documents {
  /** Why there is no unit: MORE (from `at` on), DONE or BROKEN_DOCUMENT. */
  static answer: u32 = 0
  static at: usize = 0
  /** The end of the unit, and how many brackets stand around it. */
  static end: usize = 0
  static depth: u32 = 0
  /** Lines between the beginnings of the last unit and of this one. */
  static lines: u32 = 0

  private static state: u32 = BEGINNING
  private static counted: usize = 0

  static begin(): void {
    Documents.state = BEGINNING
    Documents.depth = 0
  }

  static open(): void {
    Documents.counted = Window.at
  }

  static linesUpTo(at: usize): u32 {
    Units.count(Documents.counted, at)
    Documents.counted = at
    return Units.lines
  }

  /** Where the next unit begins, or 0; `from`: after the one before. */
  static next(from: usize): usize {
    let at = Text.token(from)
    if (Documents.state === BEGINNING) return at < Window.end ? Documents.first(at) : Documents.missing(at, DONE)
    if (Documents.state === AFTER_ELEMENT) {
      if (at >= Window.end) return Documents.missing(at, BROKEN_DOCUMENT)
      if (load<u8>(at) === COMMA) Documents.state = ELEMENT
      else if (load<u8>(at) === LIST_END) Documents.state = END
      else return Documents.none(BROKEN_DOCUMENT)
      at = Text.token(at + 1)
    }
    if (Documents.state === ELEMENT) return Documents.element(at)
    return at < Window.end ? Documents.none(BROKEN_DOCUMENT) : Documents.missing(at, DONE)
  }

  private static first(at: usize): usize {
    if (load<u8>(at) === OBJECT) return Documents.whole(at)
    if (load<u8>(at) !== LIST) return Documents.none(BROKEN_DOCUMENT)
    const first = Text.token(at + 1)
    if (first >= Window.end) return Documents.missing(at, BROKEN_DOCUMENT)
    const byte = load<u8>(first)
    if (byte === QUOTE) return Documents.whole(at)
    if (byte === OBJECT) {
      // An array of calls is one trace; objects that are no calls are traces.
      if (Documents.ends(first, at) === 0) return 0
      if (Trace.hasTool(first)) return Documents.whole(at)
    }
    Documents.state = ELEMENT
    return Documents.element(first)
  }

  private static whole(at: usize): usize {
    if (!Window.last) return Documents.missing(at, MORE)
    // Outside its strings the document is looked at as it is walked; a string that does not end is a fault too.
    if (Masks.fault <= Window.end) return Documents.none(BROKEN_DOCUMENT)
    Documents.end = Window.end
    Documents.state = END
    return Documents.found(at, 0)
  }

  private static element(at: usize): usize {
    if (at >= Window.end) return Documents.missing(at, BROKEN_DOCUMENT)
    const byte = load<u8>(at)
    if (byte !== OBJECT && byte !== LIST) return Documents.none(BROKEN_DOCUMENT)
    Documents.end = Documents.ends(at, at)
    if (Documents.end === 0) return 0
    Documents.state = AFTER_ELEMENT
    return Documents.found(at, 1)
  }

  private static found(at: usize, depth: u32): usize {
    Documents.depth = depth
    Documents.lines = Documents.linesUpTo(at)
    return at
  }

  /** The end of the element at `at`, or 0: then what stands from `kept` on is needed again, or it is broken. */
  private static ends(at: usize, kept: usize): usize {
    Skip.limit = Window.end
    Skip.depth = 1
    Skip.open = false
    const end = Skip.over(at)
    if (end !== 0) return Masks.fault < end ? Documents.none(BROKEN_DOCUMENT) : end
    return Skip.open ? Documents.missing(kept, BROKEN_DOCUMENT) : Documents.none(BROKEN_DOCUMENT)
  }

  /** The window ends here: more is needed, or, at the end of the input, `atEnd` is what it comes to. */
  private static missing(at: usize, atEnd: u32): usize {
    Documents.at = at
    return Documents.none(Window.last ? atEnd : MORE)
  }

  private static none(answer: u32): usize {
    Documents.answer = answer
    return 0
  }
}
