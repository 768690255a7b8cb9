import { Arena } from "../arena"
import { COLON, COMMA, LIST, MINUS, OBJECT, POINT, QUOTE, WORD_FALS, WORD_NULL, WORD_TRUE, ZERO } from "./bytes"
import { SCAN_DEPTH } from "./scan-abi"
import { Skip } from "./skip"
import { Text } from "./text"

/** What JSON.parse accepts, on text whose strings stage one has seen to be right. All answers: the end, or 0. */
export class Grammar {
  private static stack: usize = 0

  static begin(): void {
    if (Grammar.stack === 0) Grammar.stack = Arena.alloc(SCAN_DEPTH)
  }

  /** After the value that begins at `at`. */
  static value(at: usize): usize {
    const byte = load<u8>(at)
    return byte === OBJECT || byte === LIST ? Grammar.nested(at) : Grammar.scalar(at)
  }

  /** After the string, number or word at `at`. */
  @inline static scalar(at: usize): usize {
    return load<u8>(at) === QUOTE ? Text.stringEnd(at + 1) + 1 : Grammar.plain(at)
  }

  private static plain(at: usize): usize {
    const byte = <u32>load<u8>(at)
    if (byte === MINUS || byte - ZERO < 10) return Grammar.number(at)
    const word = load<u32>(at, 0, 1)
    if (word === WORD_TRUE || word === WORD_NULL) return at + 4
    return word === WORD_FALS && load<u8>(at, 4) === 0x65 ? at + 5 : 0
  }

  static number(from: usize): usize {
    let at = load<u8>(from) === MINUS ? from + 1 : from
    if (load<u8>(at) === ZERO) at++
    else if (!Grammar.digit(at)) return 0
    else at = Grammar.digits(at)
    if (load<u8>(at) === POINT) {
      if (!Grammar.digit(at + 1)) return 0
      at = Grammar.digits(at + 1)
    }
    if ((load<u8>(at) | 0x20) !== 0x65) return at
    at++
    if (load<u8>(at) === MINUS || load<u8>(at) === 0x2b) at++
    return Grammar.digit(at) ? Grammar.digits(at) : 0
  }

  @inline static digit(at: usize): bool {
    return <u32>load<u8>(at) - ZERO < 10
  }

  @inline private static digits(from: usize): usize {
    let at = from
    while (Grammar.digit(at)) at++
    return at
  }

  /** The key at `at` and its colon; after them, at the value. */
  @inline private static key(at: usize): usize {
    if (load<u8>(at) !== QUOTE) return 0
    const colon = Text.token(Text.stringEnd(at + 1) + 1)
    return load<u8>(colon) === COLON ? Text.token(colon + 1) : 0
  }

  /** An array or object: one turn a value or opening bracket, then all that closes after it. */
  private static nested(from: usize): usize {
    const stack = Grammar.stack
    const most = <usize>(SCAN_DEPTH - Skip.depth)
    let depth: usize = 0
    let kind: u32 = 0
    let at = from
    while (true) {
      const byte = <u32>load<u8>(at)
      if (byte === OBJECT || byte === LIST) {
        if (depth === most) return 0
        store<u8>(stack + depth, <u8>kind)
        depth++
        kind = byte
        at = Text.token(at + 1)
        if (load<u8>(at) !== kind + 2) {
          if (kind === OBJECT) at = Grammar.key(at)
          if (at === 0) return 0
          continue
        }
      } else {
        at = Grammar.scalar(at)
        if (at === 0) return 0
        at = Text.token(at)
      }
      while (load<u8>(at) === kind + 2) {
        depth--
        kind = <u32>load<u8>(stack + depth)
        if (depth === 0) return at + 1
        at = Text.token(at + 1)
      }
      if (load<u8>(at) !== COMMA) return 0
      at = Text.token(at + 1)
      if (kind === OBJECT) at = Grammar.key(at)
      if (at === 0) return 0
    }
  }
}
