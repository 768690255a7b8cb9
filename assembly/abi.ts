/**
 * What host and core agree on. Written in the intersection of AssemblyScript and TypeScript, so that
 * both sides compile the same file and no number is typed twice.
 */

/** Raised whenever an export, a layout or the meaning of a table changes. */
export const ABI_VERSION: u32 = 4

// --- Program: little-endian u32 words -------------------------------------------------------------
/** "ASYC" */
export const PROGRAM_MAGIC: u32 = 0x43595341
/** Words of the header; offsets below count words from the start of the program. */
export const HEADER_WORDS: u32 = 16
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
/** How many predicates there are, and where; then words and place of the checks. */
export const HEADER_PREDICATES: u32 = 12
export const HEADER_PREDICATES_AT: u32 = 13
export const HEADER_CHECKS: u32 = 14
export const HEADER_CHECKS_AT: u32 = 15

/** A rule is three words: the index of its table, its bound (`max` or `within`), and flags. */
export const RULE_WORDS: u32 = 3
/** Some operand reads answers. */
export const RULE_READS_ANSWERS: u32 = 1
/** Answers meet its deadlines: a deadline waits for the answer of the call that it ends with. */
export const RULE_HOLDS: u32 = 2

/**
 * A row begins with three counts: entries that go by the name alone, entries with conditions that are judged when the
 * call is taken, and those that are judged when it is answered. The decisions of these stand after the entries.
 */
export const ROW_WORDS: u32 = 3
/** An entry says which rule reads the call, and as which letter: `rule << 8 | letter`. */
export const ENTRY_RULE_SHIFT: u32 = 8
export const ENTRY_LETTER_MASK: u32 = 0xff
/** An entry with conditions is two words: `rule << 8`, and the place of its decision in words from the row's beginning. */
export const CONDITION_WORDS: u32 = 2

/**
 * A decision: how many predicates it reads (at most `MAX_CONDITIONS`), which ones, and then a letter for each way they
 * may turn out, four to a word; bit i of the index is predicate i.
 */
export const MAX_CONDITIONS: u32 = 8
/** In place of a letter: the rule does not move. */
export const NO_LETTER: u32 = 0xff

/** A predicate is two words: the field of the call that it reads, and its check there (for a status: a set of `STATUS_`). */
export const PREDICATE_WORDS: u32 = 2
export const FIELD_ARGS: u32 = 0
export const FIELD_AGENT: u32 = 1
export const FIELD_RESULT: u32 = 2
export const FIELD_STATUS: u32 = 3
export const STATUS_UNKNOWN: u32 = 0
export const STATUS_OK: u32 = 1
export const STATUS_ERROR: u32 = 2
/** The call is in flight: its answer is not due. */
export const STATUS_PENDING: u32 = 4
/** No step: the call was made alone. */
export const NO_STEP: f64 = -1

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
/** In the log only: the call may have moved the rule or not, for it reads what was not captured. */
export const CELL_UNCERTAIN: u32 = 1 << 13

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
export const STATE_VERSION: u32 = 2
/** Version, policy name, checksum. */
export const STATE_FIXED_BYTES: u32 = 13

export const OK: u32 = 0
export const BAD_PROGRAM: u32 = 1
export const BAD_STATE: u32 = 2
export const FOREIGN_STATE: u32 = 3
export const OTHER_VERSION: u32 = 4

// --- Taking a call --------------------------------------------------------------------------------
/** Why a call has not been taken yet: the log has to be drained first. */
export const CALL_DRAIN: u32 = 5
/** The session is full. */
export const CALL_FULL: u32 = 6
/** Numbers have to be spelled out by the host first (`hardNumbers`). */
export const CALL_NUMBERS: u32 = 7
/** What stands in a field is no JSON text. */
export const CALL_BROKEN: u32 = 8

// --- Reading traces from bytes ----------------------------------------------------------------------
/** What `readNext` answers. A trace was judged: its record can be read. */
export const READ_TRACE: u32 = 1
/** The unit has to be read by the host: it is no plain trace, or malformed. */
export const READ_UNPLAIN: u32 = 2
/** The window is used up; what stands from `keptAt` on begins the next one. */
export const READ_MORE: u32 = 3
/** The input is used up. */
export const READ_DONE: u32 = 4
/** The whole document has to be read by the host, what was judged of it included. */
export const READ_DOCUMENT: u32 = 5
/** The host has to say what the name is that stands at `nameAt`. */
export const READ_NAME: u32 = 6
export const READ_DRAIN: u32 = 7
export const READ_NUMBERS: u32 = 8
export const READ_FULL: u32 = 9
/** From this bit on: how many pages the memory has. Views of it are good as long as these are. */
export const READ_PAGES_SHIFT: u32 = 8

/** Words that `readNext` writes to the io buffer; places count bytes from the start of the window. */
export const PLACE_UNIT: u32 = 0
export const PLACE_UNIT_END: u32 = 1
/** From 1. */
export const PLACE_LINE: u32 = 2
/** The id of the trace without its quotes, its length, and whether there are escapes in it; no id: `NO_PLACE`. */
export const PLACE_ID: u32 = 3
export const PLACE_ID_BYTES: u32 = 4
export const PLACE_ID_ESCAPED: u32 = 5
/** Whether the unit can only be of this library's own format. */
export const PLACE_CERTAIN: u32 = 6
/** The name of the call that waits, likewise. */
export const PLACE_NAME: u32 = 7
export const PLACE_NAME_BYTES: u32 = 8
export const PLACE_NAME_ESCAPED: u32 = 9
/** What stands from here on begins the next window; and whether the window was too small for one unit. */
export const PLACE_KEPT: u32 = 10
export const PLACE_NEEDS_ROOM: u32 = 11
/** Denied calls of the trace: they are attempts. */
export const PLACE_ATTEMPTS: u32 = 12
/** Of a trace that was judged: its calls, judgings that were given up as too costly, and how many records follow. */
export const PLACE_CALLS: u32 = 13
export const PLACE_COSTLY: u32 = 14
export const PLACE_RECORDS: u32 = 15
export const PLACE_WORDS: u32 = 16
export const NO_PLACE: u32 = 0xffffffff

/** Beside a symbol that the host gives a name: traces with it are read by the host. */
export const NAME_UNPLAIN: u32 = 1 << 24
/** No symbol is known. */
export const NO_SYMBOL: u32 = 0xffffffff
