import { PLACE_WORDS, SYMBOLS_AT_ONCE } from "./abi"
import { Arena } from "./arena"
import { Program } from "./program"

/** The one place where host and core hand bytes to each other: symbols, offences, records, saved states. */
export class Io {
  static at: usize = 0
  static size: u32 = 0

  /** A saved rule takes at most 40 bits and a violation 10 bytes; offences 16 bytes a rule, doubts and records 8. */
  static load(): void {
    Io.size = max<u32>(SYMBOLS_AT_ONCE << 2, (PLACE_WORDS << 2) + 32 * Program.rules)
    Io.at = Arena.alloc(<usize>Io.size)
  }
}
