/**
 * What host and core agree on. Written in the intersection of AssemblyScript and TypeScript, so that
 * both sides compile the same file and no number is typed twice.
 */

/** Raised whenever an export, a layout or the meaning of a table changes. */
export const ABI_VERSION: u32 = 2

// --- Program: little-endian u32 words -------------------------------------------------------------
/** "ASYC" */
export const PROGRAM_MAGIC: u32 = 0x43595341
/** Words of the header; offsets below count words from the start of the program. */
export const HEADER_WORDS: u32 = 12
export const HEADER_SIZE: u32 = 1
export const HEADER_RULES: u32 = 2
export const HEADER_TABLES: u32 = 3
export const HEADER_SYMBOLS: u32 = 4
export const HEADER_RULES_AT: u32 = 5
export const HEADER_TABLES_AT: u32 = 6
export const HEADER_ROWS_AT: u32 = 7
export const HEADER_ENTRIES_AT: u32 = 8
export const HEADER_DEADLINES_AT: u32 = 9
/** First of two words that name the policy; a saved state carries them. */
export const HEADER_NAME: u32 = 10

/** A rule is two words: the index of its table and its bound (`max` or `within`). */
export const RULE_WORDS: u32 = 2

/** An entry of a row says which rule reads the call, and as which letter: `rule << 8 | letter`. */
export const ENTRY_RULE_SHIFT: u32 = 8
export const ENTRY_LETTER_MASK: u32 = 0xff

/**
 * A table starts with one word `states - 1 | columns - 1 << 8 | flags << 16`, then one word of attributes a
 * state, then one word a cell, state by state. State 0 is the first state. Column 0 is a call that no
 * operand matches, the last column is the limit: the bound is used up, or the deadline has passed.
 */
export const TABLE_COLUMNS_SHIFT: u32 = 8
export const TABLE_FLAGS_SHIFT: u32 = 16
/** The rule is armed before the first call, with a deadline at call `bound - 1`. */
export const TABLE_ARMED_AT_START: u32 = 1
/** Every offence is evidence, not only the first. */
export const TABLE_EVERY_OFFENCE: u32 = 2
export const MAX_STATES: u32 = 256
export const MAX_COLUMNS: u32 = 256

export const STATE_PARTIAL_MASK: u32 = 7
export const STATE_COMPLETE_SHIFT: u32 = 3
export const STATE_COMPLETE_MASK: u32 = 7
export const STATE_EXERCISED: u32 = 1 << 6
export const STATE_SETTLED: u32 = 1 << 7
/** The counter holds the index of the call at which the deadline passes. */
export const STATE_ARMED: u32 = 1 << 8
/** The counter holds how many calls were counted. */
export const STATE_COUNTS: u32 = 1 << 9
/** Calls that no operand matches matter: the rule is stepped at every call. */
export const STATE_WATCHES: u32 = 1 << 10

export const CELL_STATE_MASK: u32 = 0xff
/** Add one to the counter, unless it has reached the bound: then take the limit column. */
export const CELL_COUNT: u32 = 1 << 8
/** Set the deadline to this call's index plus the bound. */
export const CELL_ARM: u32 = 1 << 9
export const CELL_OFFENDS: u32 = 1 << 10
/** The call is evidence. */
export const CELL_MARKS: u32 = 1 << 11
/** Evidence so far no longer counts. */
export const CELL_CLEARS: u32 = 1 << 12

export const OUTCOME_HELD: u32 = 0
export const OUTCOME_VIOLATED: u32 = 1
export const OUTCOME_PENDING: u32 = 2
export const OUTCOME_NOT_EXERCISED: u32 = 3
export const OUTCOME_UNDETERMINED: u32 = 4

// --- Session --------------------------------------------------------------------------------------
/** Calls a session can hold. */
export const MAX_CALLS: u32 = 0x3fffffff
/** The largest bound: beyond the reach of any session, as every larger one. */
export const MAX_BOUND: u32 = 0x40000000
/** No call: a rule that is not violated. */
export const NO_CALL: u32 = 0xffffffff
/** Symbols that the io buffer takes at once. */
export const SYMBOLS_AT_ONCE: u32 = 4096
/** Rows that the host may add before it has to drop them. */
export const ROWS_AT_ONCE: u32 = 4096

/** What `run` writes to the log. */
export const LOG_NOTHING: u32 = 0
/** The evidence of all rules, as far as the log holds it: it is not drained, and may overflow. */
export const LOG_EVIDENCE: u32 = 1
/** The evidence of the rules that were asked for, all of it. */
export const LOG_WANTED: u32 = 2
/** Every step. */
export const LOG_EVERYTHING: u32 = 3
/** The first step through each cell of a rule's table since `forget`. */
export const LOG_TRANSITIONS: u32 = 4

/** A log entry: rule, call, `from | to << 8 | letter << 16`, cell flags, counter after the step. */
export const LOG_WORDS: u32 = 5

/** A record entry: `rule << 8 | outcome | exercised | settled`, call of the violation or `NO_CALL`. */
export const RECORD_WORDS: u32 = 2
export const RECORD_RULE_SHIFT: u32 = 8
export const RECORD_OUTCOME_MASK: u32 = 7
export const RECORD_EXERCISED: u32 = 8
export const RECORD_SETTLED: u32 = 16

// --- Saved state ----------------------------------------------------------------------------------
/** First byte of a saved state; raised with its layout. */
export const STATE_VERSION: u32 = 1
/** Version, policy name, checksum. */
export const STATE_FIXED_BYTES: u32 = 13

export const OK: u32 = 0
export const BAD_PROGRAM: u32 = 1
export const BAD_STATE: u32 = 2
export const FOREIGN_STATE: u32 = 3
export const OTHER_VERSION: u32 = 4
