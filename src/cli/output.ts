import { once } from "node:events"
import { createWriteStream } from "node:fs"
import type { Diagnostic } from "../diagnostic/index.ts"
import { ansiPaint, type Page, plainPaint } from "../report/index.ts"
import { type Io, type Sink, streamSink } from "./io.ts"
import { openFault } from "./write-fault.ts"

/** Where the report goes, and how to end it. */
export interface Output {
  readonly sink: Sink
  close(): Promise<void>
}

/** Standard output, or the file that `--output` names, or what is wrong with that file. */
export async function openOutput(io: Io, file: string | undefined): Promise<Output | { readonly wrong: Diagnostic }> {
  if (file === undefined || file === "-") return { sink: io.stdout, close: async () => undefined }
  const stream = createWriteStream(file)
  try {
    await once(stream, "open")
  } catch (error) {
    return { wrong: openFault(file, error) }
  }
  const sink = streamSink(stream)
  return {
    sink,
    async close() {
      // After a fault the stream has closed itself, and says so no second time.
      if (!stream.closed) {
        stream.end()
        await once(stream, "close").catch(() => undefined)
      }
      await sink.write("")
    },
  }
}

/**
 * Whether to colour what goes to `sink`. The options win over NO_COLOR, NO_COLOR over FORCE_COLOR, and that over
 * whether a terminal reads along. A file, without a sink, is no terminal.
 */
export function wantsColour(sink: Sink | undefined, env: Io["env"], asked: boolean | undefined): boolean {
  if (asked !== undefined) return asked
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "") return !["0", "false"].includes(env.FORCE_COLOR)
  return sink?.terminal === true && env.TERM !== "dumb"
}

/** How a report to `sink` is set: 80 columns where nobody says otherwise, never wider than reads well. */
export function pageFor(
  sink: Sink | undefined,
  env: Io["env"],
  options: { colour?: boolean | undefined; verbose: boolean },
): Page {
  const columns = sink?.columns ?? (Number(env.COLUMNS) || 80)
  return {
    paint: wantsColour(sink, env, options.colour) ? ansiPaint : plainPaint,
    width: Math.min(100, Math.max(40, columns)),
    verbose: options.verbose,
  }
}
