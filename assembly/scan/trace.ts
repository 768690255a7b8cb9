import {
  COMMA,
  LIST,
  LIST_END,
  OBJECT_END,
  QUOTE,
  WORD_CALLS,
  WORD_EPISODE_,
  WORD_ID,
  WORD_MESSAGES,
  WORD_NULL,
  WORD_PROMPT,
  WORD_ROLE,
  WORD_RUN_ID,
  WORD_SESSION,
  WORD_SESSION_,
  WORD_TEST_ID,
  WORD_TOOL,
  WORD_TOOLS,
  WORD_TRACE_ID,
  WORD_TRAJ,
  WORD_TRAJECTO,
  WORD_TYPE,
} from "./bytes"
import { Text } from "./text"
import { Value } from "./value"

/** `{id?, calls | tools}`, key by key; the walk stops inside at the calls and comes back after them. */
export class Trace {
  /** What `begin` and `goOn` answer: it is none, calls begin at `at`, or it ended before `at`. */
  static readonly WRONG: u32 = 0
  static readonly CALLS: u32 = 1
  static readonly ENDED: u32 = 2

  static at: usize = 0
  /** Without quotes; 0: none. */
  static idAt: usize = 0
  static idBytes: u32 = 0
  static idEscaped: bool = false
  static hasCalls: bool = false
  /** Where the value of `tools` stands, or 0. */
  static toolsAt: usize = 0
  /** Some key is one that other formats go by. */
  static rivals: bool = false

  private static entered: bool = false
  private static hasId: bool = false
  /** A key stands there that would name the trace if it has no id. */
  private static grouped: bool = false

  /** The object at `from`. */
  static begin(from: usize): u32 {
    Trace.idAt = 0
    Trace.idBytes = 0
    Trace.idEscaped = false
    Trace.hasCalls = false
    Trace.toolsAt = 0
    Trace.rivals = false
    Trace.hasId = false
    Trace.grouped = false
    const at = Trace.member(Text.token(from + 1))
    return Trace.entered ? Trace.CALLS : at === 0 ? Trace.WRONG : Trace.goOn(at)
  }

  /** What follows the value that ends at `from`. */
  static goOn(from: usize): u32 {
    let at = Text.token(from)
    while (load<u8>(at) === COMMA) {
      at = Trace.member(Text.token(at + 1))
      if (Trace.entered) return Trace.CALLS
      if (at === 0) return Trace.WRONG
      at = Text.token(at)
    }
    if (load<u8>(at) !== OBJECT_END || (Trace.grouped && Trace.idAt === 0)) return Trace.WRONG
    Trace.at = at + 1
    return Trace.ENDED
  }

  /** After the member at `from`, or 0. */
  private static member(from: usize): usize {
    Trace.entered = false
    const at = Value.key(from)
    if (at === 0 || Value.is(WORD_TOOL)) return 0
    if (Value.is(WORD_CALLS)) return Trace.calls(at)
    if (Value.is(WORD_ID)) return Trace.id(at)
    if (Value.is(WORD_TOOLS)) {
      if (Trace.toolsAt !== 0) return 0
      Trace.toolsAt = at
    } else if (Trace.groups(from)) Trace.grouped = true
    else if (Trace.claims(from)) Trace.rivals = true
    return Value.over(at)
  }

  private static calls(at: usize): usize {
    if (Trace.hasCalls || load<u8>(at) !== LIST) return 0
    Trace.hasCalls = true
    Trace.at = Text.token(at + 1)
    if (load<u8>(Trace.at) === LIST_END) return Trace.at + 1
    Trace.entered = true
    return 0
  }

  private static id(at: usize): usize {
    if (Trace.hasId) return 0
    Trace.hasId = true
    if (load<u8>(at) !== QUOTE) return load<u32>(at, 0, 1) === WORD_NULL ? at + 4 : 0
    const end = Text.stringEnd(at + 1)
    Trace.idAt = at + 1
    Trace.idBytes = <u32>(end - at - 1)
    Trace.idEscaped = Text.escaped(at + 1, end)
    return end + 1
  }

  /** Whether the key at `from` is one of those that lines of one trace share: src/trace/formats/grouping.ts. */
  private static groups(from: usize): bool {
    const word = Value.word
    if (Value.bytes === 10) {
      return load<u16>(from, 9, 1) === 0x6469 && (word === WORD_SESSION_ || word === WORD_EPISODE_)
    }
    if (Value.bytes > 8) return false
    return word === WORD_SESSION || word === WORD_TRACE_ID || word === WORD_TEST_ID || word === WORD_RUN_ID
  }

  /** Whether the key at `from` is one that the other formats of src/trace/formats look for. */
  private static claims(from: usize): bool {
    const word = Value.word
    if (Value.bytes === 10) return word === WORD_TRAJECTO && load<u16>(from, 9, 1) === 0x7972
    if (Value.bytes > 8) return false
    if (word === WORD_TYPE || word === WORD_ROLE || word === WORD_PROMPT) return true
    return word === WORD_MESSAGES || word === WORD_TRAJ
  }

  /** Whether the object at `from` has a key `tool`: then it is a call. */
  static hasTool(from: usize): bool {
    let at = Text.token(from + 1)
    while (true) {
      at = Value.key(at)
      if (at === 0) return false
      if (Value.is(WORD_TOOL)) return true
      at = Value.over(at)
      if (at === 0) return false
      at = Text.token(at)
      if (load<u8>(at) !== COMMA) return false
      at = Text.token(at + 1)
    }
  }
}
