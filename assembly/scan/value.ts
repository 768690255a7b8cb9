import { COLON, LIST, OBJECT, QUOTE } from "./bytes"
import { Grammar } from "./grammar"
import { Skip } from "./skip"
import { Text } from "./text"

const ALL: u64 = u64.MAX_VALUE

/** Over values that nobody reads, and keys. All answers: the end, or 0. */
export class Value {
  /** Whether what JSON.parse rejects is looked for in skipped values too. */
  static full: bool = false

  /** After the value at `at`. */
  @inline static over(at: usize): usize {
    const byte = load<u8>(at)
    if (byte !== OBJECT && byte !== LIST) return Grammar.scalar(at)
    return Value.full ? Grammar.value(at) : Skip.over(at)
  }

  // What `key` read.
  /** Eight bytes of the key; fewer where it is shorter. */
  static word: u64 = 0
  static bytes: usize = 0

  /** Reads the key at `at`, which has no escapes, and goes to its value. */
  static key(at: usize): usize {
    if (load<u8>(at) !== QUOTE) return 0
    const end = Text.stringEnd(at + 1)
    const bytes = end - at - 1
    if (Text.escaped(at + 1, end)) return 0
    Value.bytes = bytes
    const word = load<u64>(at + 1, 0, 1)
    Value.word = bytes < 8 ? word & ~(ALL << ((<u64>bytes) << 3)) : word
    const colon = Text.token(end + 1)
    return load<u8>(colon) === COLON ? Text.token(colon + 1) : 0
  }

  /** Whether the key that was read has eight bytes at most, and these. */
  @inline static is(word: u64): bool {
    return Value.word === word && Value.bytes <= 8
  }
}
