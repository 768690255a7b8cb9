/**
 * What host and core agree on about checks: the section of a program that holds them, and what comes of judging one.
 * Written in the intersection of AssemblyScript and TypeScript, as `abi.ts` is.
 */

// --- Reading a JSON text ---------------------------------------------------------------------------
export const TAPE_OK: u32 = 0
/** `JSON.parse` would not take it. */
export const TAPE_INVALID: u32 = 1
/** More than `MAX_JSON_DEPTH` levels, or more than `MAX_JSON_BYTES`: it is not judged. */
export const TAPE_TOO_DEEP: u32 = 2
export const MAX_JSON_DEPTH: u32 = 512
/** A value takes two bytes at least, and sixteen on the tape. */
export const MAX_JSON_BYTES: u32 = 1 << 27

// --- What a check says -----------------------------------------------------------------------------
export const CHECK_NO: u32 = 0
export const CHECK_YES: u32 = 1
/** The fuel is used up, or the schema leads too deep. */
export const CHECK_COSTLY: u32 = 2
/** The host has to say what the hard numbers are (`hardNumbers`), and then to ask again. */
export const CHECK_NUMBERS: u32 = 3

// --- Hard numbers ----------------------------------------------------------------------------------
/**
 * A record: address and bytes of the spelling; then what the host writes: the value as a double, and its shortest
 * spelling `digits × 10^exponent`, the digits without zeros at the end and split at the ninth from the right (a value
 * of 0 has no digits). Offsets count bytes.
 */
export const NUMBER_BYTES: u32 = 32
export const NUMBER_AT: u32 = 0
export const NUMBER_LENGTH: u32 = 4
export const NUMBER_VALUE: u32 = 8
export const NUMBER_DIGITS_HIGH: u32 = 16
export const NUMBER_DIGITS_LOW: u32 = 20
export const NUMBER_EXPONENT: u32 = 24
/** The place on the tape, for the core alone. */
export const NUMBER_ENTRY: u32 = 28
export const DIGITS_SPLIT: u32 = 1_000_000_000

// --- The section of the checks: words; every place counts from the start of the part it names --------
/** Header, nodes, regular expressions, constants, bytes of strings; in this order. */
export const SECTION_HEADER: u32 = 5
/** Where the nodes end, in words from the start of the section; they begin behind the header. */
export const SECTION_NODES_END: u32 = 0
export const SECTION_REGEX_WORDS: u32 = 1
/** Constants, `CONSTANT_WORDS` each. */
export const SECTION_CONSTANTS: u32 = 2
/** Bytes of the strings, which are filled up to a whole word. */
export const SECTION_STRING_BYTES: u32 = 3
/** How many nodes have a table; they are numbered in the order in which they stand. */
export const SECTION_TABLES: u32 = 4
export const MAX_SECTION_WORDS: u32 = 1 << 24

/**
 * A constant: its kind, and then two words and the place behind it. A string: place and bytes. A number: its bits. An array or
 * object: how many items or members, and the place behind the last; the members of an object are keys, each once, and values.
 */
export const CONSTANT_WORDS: u32 = 4
export const KIND_NULL: u32 = 0
export const KIND_FALSE: u32 = 1
export const KIND_TRUE: u32 = 2
export const KIND_NUMBER: u32 = 3
export const KIND_STRING: u32 = 4
export const KIND_ARRAY: u32 = 5
export const KIND_OBJECT: u32 = 6

/** A node begins with `what | words << 8`. A string is two words: place and bytes. In place of a node 0 is none. */
export const NODE_SHIFT: u32 = 8
export const NODE_MASK: u32 = 0xff
/** No upper bound. */
export const NO_MOST: u32 = 0xffffffff

export const NODE_FALSE: u32 = 0
export const NODE_TRUE: u32 = 1
/** A set of kinds, a bit each. */
export const NODE_TYPE: u32 = 2
export const TYPE_INTEGER: u32 = 1 << 8
/** Flags, then two doubles. */
export const NODE_RANGE: u32 = 3
export const RANGE_ABOVE: u32 = 1
export const RANGE_BELOW: u32 = 2
/** Digits as in a hard number, high and low, and exponent. */
export const NODE_MULTIPLE: u32 = 4
/** Least and most code points, items, members. */
export const NODE_LENGTH: u32 = 5
export const NODE_ITEM_COUNT: u32 = 6
export const NODE_MEMBER_COUNT: u32 = 7
/** A regular expression. */
export const NODE_PATTERN: u32 = 8
export const NODE_UNIQUE: u32 = 9
/** Its table, and then constants. */
export const NODE_AMONG: u32 = 10
/** Its table, a regular expression, and then a path: for each step a string, and as which index it reads in an array. */
export const NODE_MATCH: u32 = 11
/** Not an index. */
export const NO_INDEX: u32 = 0xffffffff
/** Nodes up to `NODE_MATCH` that must all hold. */
export const NODE_EACH: u32 = 12
/** Nodes: all, any, exactly one of them must hold. */
export const NODE_ALL: u32 = 13
export const NODE_ANY: u32 = 14
export const NODE_ONE: u32 = 15
export const NODE_NOT: u32 = 16
/** The condition, and the nodes that hold with and without it. */
export const NODE_IF: u32 = 17
/** A node that is judged once a value. */
export const NODE_REF: u32 = 18
/** The node of all items behind the first ones, and those of the first ones. */
export const NODE_ITEMS: u32 = 19
/** A node, and how many items it has to hold for at least and at most. */
export const NODE_CONTAINS: u32 = 20
/** See `MEMBERS_`. */
export const NODE_MEMBERS: u32 = 21
/** Its table, and pairs of a string and the node that holds of an object with this key: three words each. */
export const NODE_DEPENDENT: u32 = 22

/** Words of a node about members, from its start: its table; nodes of what else there is, and of the keys. */
export const MEMBERS_TABLE: u32 = 1
export const MEMBERS_OTHERS: u32 = 2
export const MEMBERS_KEYS: u32 = 3
/** How many keys there have to be, how many are named, how many patterns there are. */
export const MEMBERS_REQUIRED: u32 = 4
export const MEMBERS_NAMED: u32 = 5
export const MEMBERS_PATTERNS: u32 = 6
/** What the node says of a value that is no object: `CHECK_NO` or `CHECK_YES`. */
export const MEMBERS_ELSE: u32 = 7
/** The named keys: a string, a node, and whether it has to be there. Then the patterns: a regular expression, a node. */
export const MEMBERS_HEADER: u32 = 8
export const NAMED_WORDS: u32 = 4
export const PATTERN_WORDS: u32 = 2
