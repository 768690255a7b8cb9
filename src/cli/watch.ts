import { relative, resolve } from "node:path"
import { count, escapeText } from "../report/index.ts"
import type { OptionSpecs } from "./arguments.ts"
import type { Io } from "./io.ts"
import { pageFor } from "./output.ts"
import { absent, type Look, WatchedFiles } from "./watched-files.ts"

/** The option of every command that can run again by itself. */
export const watchOptions: OptionSpecs = {
  watch: { short: "w", help: "run again whenever the policy, the traces or another file that was read changes" },
}

export interface WatchOptions {
  /** Files that the runs themselves write. */
  readonly ignored?: () => readonly string[]
  /** Paths among the watched ones that nobody named: what comes there is seen, but what is not there is not told of. */
  readonly unnamed?: () => readonly string[]
  /** Told to people on a terminal, and to nobody else. */
  readonly now?: () => Date
}

/**
 * Runs, and runs again when one of the files or folders changes that `paths` names after each run. Resolves to the exit
 * code of the last run once `signal` aborts; a run that is under way then is finished first.
 */
export async function watching(
  run: () => Promise<number>,
  paths: () => readonly string[],
  io: Pick<Io, "stderr" | "env">,
  signal: AbortSignal,
  { ignored, unnamed = () => [], now = () => new Date() }: WatchOptions = {},
): Promise<number> {
  const files = new WatchedFiles(ignored)
  const teller = new Teller(io)
  try {
    for (;;) {
      const watched = paths()
      const before = files.look(watched)
      const code = await run()
      // A run that read another configuration read other files too, as they are now.
      const same = paths().join("\n") === watched.join("\n")
      const base = same ? before : files.look(paths())
      await teller.waiting(filesNamed(base, unnamed()))
      const changed = await files.change(paths(), base, signal)
      if (signal.aborted) return code
      await teller.changed(changed, now)
    }
  } finally {
    files.close()
  }
}

/** Files that were named, be they there or not, and those that are there besides. */
function filesNamed(look: Look, unnamed: readonly string[]): number {
  const silent = new Set(unnamed.map((path) => resolve(path)))
  return [...look].filter(([path, stamp]) => stamp !== absent || !silent.has(path)).length
}

/** Aborts at the first Ctrl-C or request to end; the second ends the process as if nobody listened. */
export function interruption(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  const signals = ["SIGINT", "SIGTERM"] as const
  for (const name of signals) process.once(name, abort)
  return {
    signal: controller.signal,
    release() {
      for (const name of signals) process.off(name, abort)
    },
  }
}

/** Says on a terminal what goes on; elsewhere the runs speak for themselves. */
class Teller {
  readonly #io: Pick<Io, "stderr" | "env">
  #waited = false

  constructor(io: Pick<Io, "stderr" | "env">) {
    this.#io = io
  }

  async waiting(files: number): Promise<void> {
    if (!this.#waited) await this.#tell(`watching ${count(files, "file")}; Ctrl-C ends`)
    this.#waited = true
  }

  async changed(paths: readonly string[], now: () => Date): Promise<void> {
    const named = paths.slice(0, 3).map((path) => escapeText(relative("", path)))
    const more = paths.length > 3 ? `, and ${paths.length - 3} more` : ""
    await this.#tell(`↻ ${named.join(", ")}${more} · ${clock(now())}`)
  }

  async #tell(text: string): Promise<void> {
    const { stderr, env } = this.#io
    if (!stderr.terminal) return
    await stderr.write(`\n${pageFor(stderr, env, { verbose: false }).paint.dim(text)}\n`)
  }
}

function clock(time: Date): string {
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":")
}
