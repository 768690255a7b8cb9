import { Arena } from "../arena"
import { Members } from "../json/members"
import { Strings } from "../json/strings"
import { Values } from "../json/values"
import { Regex } from "./regex"
import {
  CHECK_YES,
  CONSTANT_WORDS,
  MAX_SECTION_WORDS,
  MEMBERS_HEADER,
  NAMED_WORDS,
  NODE_MASK,
  NODE_SHIFT,
  SECTION_CONSTANTS,
  SECTION_HEADER,
  SECTION_NODES_END,
  SECTION_REGEX_WORDS,
  SECTION_STRING_BYTES,
  SECTION_TABLES,
} from "./schema-abi"
import { Constants } from "./schema-constants"
import { Shapes } from "./schema-shapes"

/**
 * The part of a program that holds its checks. Loading goes once through all of it, so that nothing needs to be looked
 * after when checks are judged, and makes the tables that names and constants are found by.
 */
export class Section {
  static base: usize = 0
  static nodesEnd: u32 = SECTION_HEADER
  private static regexes: usize = 0
  private static regexWords: u32 = 0
  private static strings: usize = 0
  private static stringBytes: u32 = 0
  /** A bit for each word at which a node or a regular expression begins. */
  private static starts: usize = 0
  /** Address and mask of each table. */
  private static tables: usize = 0
  private static tableCount: u32 = 0

  static load(at: usize, words: u32): bool {
    if (words < SECTION_HEADER || words > MAX_SECTION_WORDS) return false
    Section.base = at
    Section.nodesEnd = Section.word(SECTION_NODES_END)
    Section.regexWords = Section.word(SECTION_REGEX_WORDS)
    Section.stringBytes = Section.word(SECTION_STRING_BYTES)
    const constants = Section.word(SECTION_CONSTANTS)
    const tables = Section.word(SECTION_TABLES)
    if (max(max(Section.nodesEnd, Section.regexWords), max(constants, tables)) > words) return false
    if (Section.stringBytes > words << 2 || Section.nodesEnd < SECTION_HEADER) return false
    const stringsAt = Section.nodesEnd + Section.regexWords + constants * CONSTANT_WORDS
    if (stringsAt + ((Section.stringBytes + 3) >> 2) !== words) return false
    Section.regexes = at + ((<usize>Section.nodesEnd) << 2)
    Section.strings = at + ((<usize>stringsAt) << 2)
    Section.starts = Arena.alloc(<usize>(words >> 3) + 1)
    Section.tables = Arena.alloc((<usize>tables) << 3)
    Section.tableCount = 0
    return (
      Section.findRegexes() &&
      Constants.load(Section.regexes + ((<usize>Section.regexWords) << 2), constants) &&
      Section.findNodes() &&
      Section.tableCount === tables
    )
  }

  @inline static word(index: u32): u32 {
    return load<u32>(Section.base + ((<usize>index) << 2))
  }

  @inline static node(offset: u32): usize {
    return Section.base + ((<usize>offset) << 2)
  }

  @inline static regex(offset: u32): usize {
    return Section.regexes + ((<usize>offset) << 2)
  }

  @inline static text(place: u32): usize {
    return Section.strings + place
  }

  @inline static what(node: usize): u32 {
    return load<u32>(node) & NODE_MASK
  }

  @inline static wordsOf(node: usize): u32 {
    return load<u32>(node) >>> NODE_SHIFT
  }

  /** The address of the table of this number. */
  @inline static table(index: u32): usize {
    return <usize>load<u32>(Section.tables + ((<usize>index) << 3))
  }

  @inline static mask(index: u32): u32 {
    return load<u32>(Section.tables + ((<usize>index) << 3), 4)
  }

  private static mark(word: u32): void {
    const at = Section.starts + (word >> 3)
    store<u8>(at, <u8>(<u32>load<u8>(at) | (1 << (word & 7))))
  }

  @inline private static isMarked(word: u32): bool {
    return ((load<u8>(Section.starts + (word >> 3)) >> (word & 7)) & 1) !== 0
  }

  static isNode(offset: u32): bool {
    return offset >= SECTION_HEADER && offset < Section.nodesEnd && Section.isMarked(offset)
  }

  static isRegex(offset: u32): bool {
    return offset < Section.regexWords && Section.isMarked(Section.nodesEnd + offset)
  }

  static isText(place: u32, bytes: u32): bool {
    return place <= Section.stringBytes && bytes <= Section.stringBytes - place
  }

  private static findRegexes(): bool {
    let at: u32 = 0
    while (at < Section.regexWords) {
      const words = Regex.fits(Section.regex(at), Section.regexWords - at)
      if (words === 0 || words > Section.regexWords - at) return false
      Section.mark(Section.nodesEnd + at)
      at += words
    }
    return true
  }

  /** First where they begin, then what they refer to. */
  private static findNodes(): bool {
    let at = SECTION_HEADER
    while (at < Section.nodesEnd) {
      const words = Section.wordsOf(Section.node(at))
      if (words === 0 || words > Section.nodesEnd - at) return false
      Section.mark(at)
      at += words
    }
    for (at = SECTION_HEADER; at < Section.nodesEnd; at += Section.wordsOf(Section.node(at))) {
      if (!Shapes.fit(Section.node(at), Section.wordsOf(Section.node(at)))) return false
    }
    return true
  }

  /** Whether `index` is the number of the next table; then `address` and `mask` are found by it. */
  static addTable(index: u32, address: usize, mask: u32): bool {
    const entry = Section.tables + ((<usize>index) << 3)
    if (index !== Section.tableCount || index >= Section.word(SECTION_TABLES)) return false
    Section.tableCount++
    store<u32>(entry, <u32>address)
    store<u32>(entry, mask, 4)
    return true
  }

  /** Writes the string at `words` as the tape would hold it, hashed; false when there is none. */
  static name(words: usize, to: usize): bool {
    const bytes = load<u32>(words, 4)
    if (!Section.isText(load<u32>(words), bytes)) return false
    const at = Section.text(load<u32>(words))
    store<u32>(to, 1)
    store<u32>(to, <u32>at, 4)
    store<u32>(to, bytes, 8)
    store<u32>(to, Strings.hash(at, bytes), 12)
    return true
  }

  /** The strings that stand every `stride` words from `from` on, as a list. */
  static addList(index: u32, from: usize, count: u32, stride: u32): bool {
    const list = Arena.alloc((<usize>count) << 4)
    for (let i: u32 = 0; i < count; i++) {
      if (!Section.name(from + ((<usize>(i * stride)) << 2), list + ((<usize>i) << 4))) return false
    }
    return Section.addTable(index, list, 0)
  }

  /** The named keys of a node about members, by hash; an entry's first word is the address of its words. */
  static addNames(index: u32, node: usize, count: u32): bool {
    const mask = Members.slots(count)
    const table = Arena.alloc((<usize>mask + 1) << 4)
    const name = Arena.alloc(16)
    for (let i: u32 = 0; i < count; i++) {
      const words = node + ((<usize>(MEMBERS_HEADER + i * NAMED_WORDS)) << 2)
      if (!Section.name(words, name)) return false
      let slot = load<u32>(name, 12)
      while (load<u32>(table + ((<usize>(slot & mask)) << 4)) !== 0) slot++
      const to = table + ((<usize>(slot & mask)) << 4)
      memory.copy(to, name, 16)
      store<u32>(to, <u32>words)
    }
    return Section.addTable(index, table, mask)
  }

  /** Constants by hash: an entry is 1 more than the place on the tape, and the hash. */
  static addConstants(index: u32, from: usize, count: u32): bool {
    const mask = Members.slots(count)
    const table = Arena.alloc((<usize>mask + 1) << 3)
    for (let i: u32 = 0; i < count; i++) {
      const constant = load<u32>(from + ((<usize>i) << 2))
      if (!Constants.isRoot(constant) || Values.hash(Constants.place(constant)) !== CHECK_YES) return false
      let slot = Values.hashed
      while (load<u32>(table + ((<usize>(slot & mask)) << 3)) !== 0) slot++
      const to = table + ((<usize>(slot & mask)) << 3)
      store<u32>(to, Constants.place(constant) + 1)
      store<u32>(to, Values.hashed, 4)
    }
    return Section.addTable(index, table, mask)
  }

  /** Whether the constants of a table hold this hashed value: a `CHECK_`. */
  static holds(index: u32, value: u32, hash: u32): u32 {
    const table = Section.table(index)
    const mask = Section.mask(index)
    let slot = hash
    while (true) {
      const entry = table + ((<usize>(slot++ & mask)) << 3)
      const place = load<u32>(entry)
      if (place === 0) return 0
      if (load<u32>(entry, 4) !== hash) continue
      const found = Values.equal(value, place - 1)
      if (found !== 0) return found
    }
  }

  /** The words of the named key of a table that is the same as this hashed one, or 0. */
  @inline static named(index: u32, key: usize): usize {
    const table = Section.table(index)
    const mask = Section.mask(index)
    let slot = load<u32>(key, 12)
    while (true) {
      const entry = table + ((<usize>(slot++ & mask)) << 4)
      if (load<u32>(entry) === 0) return 0
      if (Members.same(entry, key)) return <usize>load<u32>(entry)
    }
  }
}
