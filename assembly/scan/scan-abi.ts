/** What the scanner and its host agree on, in the intersection of AssemblyScript and TypeScript. */

/** How units stand in the input: one a line, or as the elements of the top-level array (or one that is all of it). */
export const LINES: u32 = 0
export const DOCUMENT: u32 = 1

// --- What `Walk.next` answers ---------------------------------------------------------------------
/** One call was read; its fields stand in `Call`. */
export const CALL: u32 = 0
/** All calls of the unit were given. */
export const TRACE_END: u32 = 1
/** The unit is not a plain native trace, or is malformed: the calls given of it are void. */
export const BROKEN: u32 = 2
/** The window is used up. What stands from `Walk.kept` on begins the next window. */
export const MORE: u32 = 3
/** The input is used up. */
export const DONE: u32 = 4
/** The document is to be read another way, all of it: the units given so far (`Walk.units`) are void too. */
export const BROKEN_DOCUMENT: u32 = 5

// --- `Call.status` --------------------------------------------------------------------------------
export const CALL_STATUS_NONE: u32 = 0
export const CALL_STATUS_OK: u32 = 1
export const CALL_STATUS_ERROR: u32 = 2
export const CALL_STATUS_DENIED: u32 = 3
export const CALL_STATUS_PENDING: u32 = 4

/** How deep arrays and objects may nest, the unit's own and the document's included. */
export const SCAN_DEPTH: u32 = 512
