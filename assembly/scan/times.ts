import { MINUS, QUOTE, SPACE } from "./bytes"
import { Grammar } from "./grammar"
import { Numbers } from "./numbers"

/**
 * Times as texts: `2026-01-31`, `2026-01-31T12:30`, with seconds and up to nine digits of fractions, and `Z` or a zone
 * like `+01:00`. Other spellings are left to the host.
 */
export class Times {
  private static days: i64 = 0

  /** After the text at `at`, or 0; its time is in `Numbers.value`. */
  static read(at: usize): usize {
    let end = Times.date(at + 1)
    if (end === 0) return 0
    let seconds: i64 = 0
    let thousandths: i64 = 0
    const divider = load<u8>(end) | 0x20
    if (load<u8>(end) !== QUOTE) {
      if ((divider !== 0x74 && load<u8>(end) !== SPACE) || load<u8>(end, 3) !== 0x3a) return 0
      const hour = Times.two(end + 1, 23)
      const minute = Times.two(end + 4, 59)
      if (hour < 0 || minute < 0) return 0
      seconds = <i64>(hour * 3600 + minute * 60)
      end += 6
      if (load<u8>(end) === 0x3a) {
        // A leap second counts as the first moment of the next minute.
        const second = Times.two(end + 1, 60)
        if (second < 0) return 0
        seconds += <i64>second
        end += 3
        if (load<u8>(end) === 0x2e || load<u8>(end) === 0x2c) {
          const digits = Numbers.digits(end + 1)
          if (digits === 0 || digits > 9) return 0
          thousandths = Times.thousandths(end + 1, digits)
          end += digits + 1
        }
      }
      const zone = Times.zone(end)
      if (zone === NO_ZONE) return 0
      seconds -= <i64>zone * 60
      end += Times.zoneBytes
    }
    Numbers.value = <f64>((Times.days * 86_400 + seconds) * 1000 + thousandths)
    return load<u8>(end) === QUOTE ? end + 1 : 0
  }

  /** Two digits up to `most`, or -1. */
  @inline private static two(at: usize, most: i32): i32 {
    if (!Grammar.digit(at) || !Grammar.digit(at + 1)) return -1
    const value = (<i32>load<u8>(at) - 48) * 10 + <i32>load<u8>(at, 1) - 48
    return value > most ? -1 : value
  }

  private static thousandths(at: usize, digits: usize): i64 {
    let value: i64 = 0
    for (let k: usize = 0; k < 3; k++) value = value * 10 + (k < digits ? <i64>load<u8>(at + k) - 48 : 0)
    return value
  }

  /** After the date; its days since the epoch are in `days`. */
  private static date(at: usize): usize {
    const century = Times.two(at, 99)
    const rest = Times.two(at + 2, 99)
    const month = Times.two(at + 5, 12)
    const day = Times.two(at + 8, 31)
    if (century < 0 || rest < 0 || month < 1 || day < 1) return 0
    if (load<u8>(at, 4) !== MINUS || load<u8>(at, 7) !== MINUS) return 0
    const year = century * 100 + rest
    const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
    const length = month === 2 ? (leap ? 29 : 28) : 30 + ((month + (month >> 3)) & 1)
    if (day > length) return 0
    // Years that begin in March have the odd day at their end; the months from there alternate in groups of five.
    const shifted = year - i32(month < 3)
    const place = (month + 9) % 12
    const days = 365 * shifted + Times.floor(shifted, 4) - Times.floor(shifted, 100) + Times.floor(shifted, 400)
    Times.days = <i64>(days + (153 * place + 2) / 5 + day - 719_469)
    return at + 10
  }

  @inline private static floor(value: i32, by: i32): i32 {
    return value < 0 ? -1 : value / by
  }

  private static zoneBytes: usize = 0

  /** Minutes ahead of UTC. */
  private static zone(at: usize): i32 {
    const byte = <u32>load<u8>(at)
    Times.zoneBytes = 0
    if (byte === QUOTE) return 0
    Times.zoneBytes = 1
    if ((byte | 0x20) === 0x7a) return 0
    if (byte !== MINUS && byte !== 0x2b) return NO_ZONE
    const hours = Times.two(at + 1, 23)
    const minutesAt = load<u8>(at, 3) === 0x3a ? at + 4 : at + 3
    const minutes = Times.two(minutesAt, 59)
    if (hours < 0 || minutes < 0) return NO_ZONE
    Times.zoneBytes = minutesAt + 2 - at
    const ahead = hours * 60 + minutes
    return byte === MINUS ? -ahead : ahead
  }
}

const NO_ZONE: i32 = i32.MAX_VALUE
