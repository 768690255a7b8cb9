import { assay } from "./assay.ts"
import type { TraceFormat } from "./format.ts"
import { native } from "./native.ts"
import { openaiChat } from "./openai-chat.ts"

export type { BrokenPiece, Evidence, Piece, Reading, TraceFormat } from "./format.ts"
export { native }

/** Every format, the most specific first. A format is added by adding it here. */
export const traceFormats: readonly TraceFormat[] = [openaiChat, assay, native]

/** What `--from` takes. */
export const formatNames: readonly string[] = traceFormats.map(({ name }) => name)
