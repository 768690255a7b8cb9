import { Numbers } from "./numbers"
import { CALL_STATUS_NONE } from "./scan-abi"
import { Text } from "./text"

/**
 * The call that `Walk.next` read last. Addresses are good until the next window is opened; 0 at
 * the beginning of a field: it is absent.
 */
export class Call {
  /** The name of the tool, without its quotes. */
  static nameAt: usize = 0
  static nameBytes: u32 = 0

  /** Whether the name is spelled with escapes. */
  static get nameEscaped(): bool {
    return Text.escaped(Call.nameAt, Call.nameAt + <usize>Call.nameBytes)
  }

  /** The JSON text of the args, an object. */
  static argsAt: usize = 0
  static argsEnd: usize = 0
  /** The JSON text of the result, which may be `null`. */
  static resultAt: usize = 0
  static resultEnd: usize = 0
  /** The JSON text of the agent, quotes included; likewise of the id. */
  static agentAt: usize = 0
  static agentEnd: usize = 0
  static idAt: usize = 0
  static idEnd: usize = 0
  static hasError: bool = false
  /** As it stands in the call: what follows from a result or an error is not filled in. */
  static status: u32 = CALL_STATUS_NONE
  /** -1: none. Up to 2^53 - 1. */
  static step: f64 = -1
  static turn: f64 = -1
  /** Where 13 digits are the time, or 0: then `otherTime` is. */
  static digitsAt: usize = 0
  static otherTime: f64 = NaN

  /** Milliseconds since the epoch; NaN: none. Read off when it is asked for. */
  static get time(): f64 {
    return Call.digitsAt === 0 ? Call.otherTime : <f64>(<i64>Numbers.whole(Call.digitsAt, 13))
  }

  @inline static clear(): void {
    Call.argsAt = 0
    Call.resultAt = 0
    Call.agentAt = 0
    Call.idAt = 0
    Call.hasError = false
    Call.status = CALL_STATUS_NONE
    Call.step = -1
    Call.turn = -1
    Call.digitsAt = 0
    Call.otherTime = NaN
  }
}
