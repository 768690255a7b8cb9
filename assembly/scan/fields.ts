import {
  COLON,
  COMMA,
  HEAD_ARGS,
  HEAD_ID,
  HEAD_RESULT,
  HEAD_TIME,
  HEAD_TOOL,
  OBJECT,
  OBJECT_END,
  QUOTE,
  WORD_AGENT,
  WORD_ARGS,
  WORD_ARGUMENT,
  WORD_AT,
  WORD_CALLS,
  WORD_DENIED,
  WORD_ERROR,
  WORD_ID,
  WORD_NULL,
  WORD_OK,
  WORD_PARENT,
  WORD_PENDING,
  WORD_RESULT,
  WORD_ROLE,
  WORD_STATUS,
  WORD_STEP,
  WORD_TIME,
  WORD_TOOL,
  WORD_TOOLS,
  WORD_TURN,
  WORD_TYPE,
} from "./bytes"
import { Call } from "./call"
import { Numbers } from "./numbers"
import { CALL_STATUS_DENIED, CALL_STATUS_ERROR, CALL_STATUS_OK, CALL_STATUS_PENDING } from "./scan-abi"
import { Skip } from "./skip"
import { Text } from "./text"
import { Times } from "./times"
import { Value } from "./value"

const FIVE: u64 = 0xff_ffff_ffff
const SEVEN: u64 = ((<u64>0xffffff) << 32) | 0xffffffff

// Which fields were seen: none may stand there twice.
const TOOL: u32 = 1
const ARGS: u32 = 2
const RESULT: u32 = 4
const ERROR: u32 = 8
const STATUS: u32 = 16
const ID: u32 = 32
const PARENT: u32 = 64
const AGENT: u32 = 128
const STEP: u32 = 256
const TURN: u32 = 512
const TIME: u32 = 1024

/** Reads a call into `Call`. `null` stands for a field that is absent, but for the name and the result. */
export class Fields {
  /** The calls are an array of their own: keys by which another format might claim it are not taken. */
  static bare: bool = false

  private static field: u32 = 0

  /** After the tool name at `at`, a call without fields, or 0. */
  static name(at: usize): usize {
    Call.clear()
    return Fields.tool(at)
  }

  /** After the call object at `at`, or 0. Keys written as recorders write them are known by their first bytes. */
  static object(from: usize): usize {
    Call.clear()
    let seen: u32 = 0
    let at = Text.token(from + 1)
    while (true) {
      const head = load<u64>(at, 0, 1)
      const seven = head & SEVEN
      let field: u32
      if (seven === HEAD_TOOL) {
        field = TOOL
        at = Fields.tool(Text.token(at + 7))
      } else if (seven === HEAD_ARGS) {
        field = ARGS
        at = Fields.args(Text.token(at + 7))
      } else if (head === HEAD_RESULT && load<u8>(at, 8) === COLON) {
        field = RESULT
        at = Fields.result(Text.token(at + 9))
      } else if ((head & FIVE) === HEAD_ID) {
        field = ID
        at = Fields.id(Text.token(at + 5))
      } else if (seven === HEAD_TIME) {
        field = TIME
        at = Fields.time(Text.token(at + 7))
      } else {
        at = Fields.other(at)
        field = Fields.field
      }
      if (at === 0 || (seen & field) !== 0) return 0
      seen |= field
      at = Text.token(at)
      const next = load<u8>(at)
      at++
      if (next !== COMMA) {
        if (next !== OBJECT_END || (seen & TOOL) === 0) return Skip.refuse()
        return at
      }
      at = Text.token(at)
    }
  }

  @inline private static tool(at: usize): usize {
    if (load<u8>(at) !== QUOTE) return 0
    const end = Text.stringEnd(at + 1)
    Call.nameAt = at + 1
    Call.nameBytes = <u32>(end - at - 1)
    return end + 1
  }

  @inline private static args(at: usize): usize {
    if (load<u8>(at) !== OBJECT) return Fields.absent(at)
    const end = Value.over(at)
    Call.argsAt = at
    Call.argsEnd = end
    return end
  }

  @inline private static result(at: usize): usize {
    const end = Value.over(at)
    Call.resultAt = at
    Call.resultEnd = end
    return end
  }

  @inline private static id(at: usize): usize {
    if (load<u8>(at) !== QUOTE) return Fields.absent(at)
    const end = Text.stringEnd(at + 1) + 1
    Call.idAt = at
    Call.idEnd = end
    return end
  }

  @inline private static time(at: usize): usize {
    if (!Numbers.thirteen(at)) return Fields.otherTime(at)
    Call.digitsAt = at
    return at + 13
  }

  private static otherTime(at: usize): usize {
    const byte = load<u8>(at)
    if (byte === 0x6e) return Fields.absent(at)
    const end = byte === QUOTE ? Times.read(at) : Numbers.read(at)
    if (end !== 0) Call.otherTime = Numbers.value
    return end
  }

  /** After a `null`, or 0. */
  private static absent(at: usize): usize {
    return load<u32>(at, 0, 1) === WORD_NULL ? at + 4 : 0
  }

  /** A field by its whole key. */
  private static other(from: usize): usize {
    Fields.field = 0
    const at = Value.key(from)
    if (at === 0) return 0
    const word = Value.word
    if (Value.bytes > 8)
      return word === WORD_ARGUMENT && Value.bytes === 9 && load<u8>(from, 9) === 0x73 ? 0 : Value.over(at)
    if (word === WORD_STATUS) return Fields.status(at)
    if (word === WORD_ERROR) return Fields.error(at)
    if (word === WORD_STEP) return Fields.step(at)
    if (word === WORD_TURN) return Fields.turn(at)
    if (word === WORD_AGENT) return Fields.agent(at)
    if (word === WORD_PARENT) {
      Fields.field = PARENT
      return load<u8>(at) === QUOTE ? Text.stringEnd(at + 1) + 1 : Fields.absent(at)
    }
    if (word === WORD_AT) return 0
    const named = Fields.named(word, at)
    if (named !== 0 || Fields.field !== 0) return named
    const claimed = word === WORD_ROLE || word === WORD_TYPE || word === WORD_CALLS || word === WORD_TOOLS
    return claimed && Fields.bare ? 0 : Value.over(at)
  }

  /** The fields that are known by their first bytes too, where blanks stand before the colon. */
  private static named(word: u64, at: usize): usize {
    if (word === WORD_TOOL) {
      Fields.field = TOOL
      return Fields.tool(at)
    }
    if (word === WORD_ARGS) {
      Fields.field = ARGS
      return Fields.args(at)
    }
    if (word === WORD_RESULT) {
      Fields.field = RESULT
      return Fields.result(at)
    }
    if (word === WORD_ID) {
      Fields.field = ID
      return Fields.id(at)
    }
    if (word !== WORD_TIME) return 0
    Fields.field = TIME
    return Fields.time(at)
  }

  private static status(at: usize): usize {
    Fields.field = STATUS
    if (load<u8>(at) !== QUOTE) return Fields.absent(at)
    const end = Text.stringEnd(at + 1)
    const bytes = end - at - 1
    if (bytes === 0 || bytes > 7) return 0
    const word = load<u64>(at + 1, 0, 1) & (((<u64>1) << ((<u64>bytes) << 3)) - 1)
    if (word === WORD_OK) Call.status = CALL_STATUS_OK
    else if (word === WORD_ERROR) Call.status = CALL_STATUS_ERROR
    else if (word === WORD_DENIED) Call.status = CALL_STATUS_DENIED
    else if (word === WORD_PENDING) Call.status = CALL_STATUS_PENDING
    else return 0
    return end + 1
  }

  private static error(at: usize): usize {
    Fields.field = ERROR
    if (load<u8>(at) === 0x6e) return Fields.absent(at)
    Call.hasError = true
    return Value.over(at)
  }

  private static step(at: usize): usize {
    Fields.field = STEP
    if (load<u8>(at) === 0x6e) return Fields.absent(at)
    const end = Numbers.count(at)
    Call.step = Numbers.value
    return end
  }

  private static turn(at: usize): usize {
    Fields.field = TURN
    if (load<u8>(at) === 0x6e) return Fields.absent(at)
    const end = Numbers.count(at)
    Call.turn = Numbers.value
    return end
  }

  private static agent(at: usize): usize {
    Fields.field = AGENT
    if (load<u8>(at) !== QUOTE) return Fields.absent(at)
    Call.agentAt = at
    Call.agentEnd = Text.stringEnd(at + 1) + 1
    return Call.agentEnd
  }
}
