/** The bytes of JSON's grammar, and of keys, as numbers: little-endian words of what stands in the text. */
export const TAB: u32 = 0x09
export const FEED: u32 = 0x0a
export const RETURN: u32 = 0x0d
export const SPACE: u32 = 0x20
export const QUOTE: u32 = 0x22
export const COMMA: u32 = 0x2c
export const MINUS: u32 = 0x2d
export const POINT: u32 = 0x2e
export const ZERO: u32 = 0x30
export const COLON: u32 = 0x3a
export const LIST: u32 = 0x5b
export const BACKSLASH: u32 = 0x5c
export const LIST_END: u32 = 0x5d
export const OBJECT: u32 = 0x7b
export const OBJECT_END: u32 = 0x7d

/** `true`, `null`, and the first four of `false`. */
export const WORD_TRUE: u32 = 0x65757274
export const WORD_NULL: u32 = 0x6c6c756e
export const WORD_FALS: u32 = 0x736c6166

// Keys with their quotes, and the colon where eight bytes take it.
export const HEAD_TOOL: u64 = ((<u64>0x3a226c) << 32) | 0x6f6f7422
export const HEAD_ARGS: u64 = ((<u64>0x3a2273) << 32) | 0x67726122
export const HEAD_TIME: u64 = ((<u64>0x3a2265) << 32) | 0x6d697422
export const HEAD_ID: u64 = 0x3a22646922
export const HEAD_RESULT: u64 = ((<u64>0x22746c75) << 32) | 0x73657222

// Keys and values of up to eight bytes, without quotes.
export const WORD_ID: u64 = 0x6469
export const WORD_AT: u64 = 0x7461
export const WORD_OK: u64 = 0x6b6f
export const WORD_TOOL: u64 = 0x6c6f6f74
export const WORD_ARGS: u64 = 0x73677261
export const WORD_TIME: u64 = 0x656d6974
export const WORD_STEP: u64 = 0x70657473
export const WORD_TURN: u64 = 0x6e727574
export const WORD_ROLE: u64 = 0x656c6f72
export const WORD_TYPE: u64 = 0x65707974
export const WORD_TRAJ: u64 = 0x6a617274
export const WORD_AGENT: u64 = 0x746e656761
export const WORD_ERROR: u64 = 0x726f727265
export const WORD_CALLS: u64 = 0x736c6c6163
export const WORD_TOOLS: u64 = 0x736c6f6f74
export const WORD_STATUS: u64 = 0x737574617473
export const WORD_PARENT: u64 = 0x746e65726170
export const WORD_RESULT: u64 = 0x746c75736572
export const WORD_PROMPT: u64 = 0x74706d6f7270
export const WORD_RUN_ID: u64 = 0x64695f6e7572
export const WORD_DENIED: u64 = 0x6465696e6564
export const WORD_PENDING: u64 = ((<u64>0x676e69) << 32) | 0x646e6570
export const WORD_SESSION: u64 = ((<u64>0x6e6f69) << 32) | 0x73736573
export const WORD_TEST_ID: u64 = ((<u64>0x64695f) << 32) | 0x74736574
export const WORD_MESSAGES: u64 = ((<u64>0x73656761) << 32) | 0x7373656d
export const WORD_TRACE_ID: u64 = ((<u64>0x64695f65) << 32) | 0x63617274
export const WORD_ARGUMENT: u64 = ((<u64>0x746e656d) << 32) | 0x75677261
export const WORD_TRAJECTO: u64 = ((<u64>0x6f746365) << 32) | 0x6a617274
export const WORD_EPISODE_: u64 = ((<u64>0x5f65646f) << 32) | 0x73697065
export const WORD_SESSION_: u64 = ((<u64>0x5f6e6f69) << 32) | 0x73736573
