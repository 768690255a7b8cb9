import { Arena } from "./arena"
import { Facts } from "./facts"

/** Where the host writes the JSON texts of a call, and memos of calls in flight. Grows by doubling. */
export class FactsBuffer {
  static at: usize = 0
  private static room: u32 = 0

  static load(): void {
    FactsBuffer.room = 0
    FactsBuffer.reserve(4096)
  }

  /** Room for `bytes` bytes; what stood there may be gone. */
  static reserve(bytes: u32): usize {
    if (bytes > FactsBuffer.room) {
      FactsBuffer.room = max(bytes, 2 * FactsBuffer.room)
      FactsBuffer.at = Arena.alloc(<usize>FactsBuffer.room)
    }
    return FactsBuffer.at
  }

  /** A text inside the buffer is a field of the call; what is not inside counts as not captured. */
  static set(field: u32, offset: u32, bytes: u32): void {
    const inside = offset <= FactsBuffer.room && bytes <= FactsBuffer.room - offset
    Facts.set(field, FactsBuffer.at + offset, inside ? bytes : 0)
  }
}
