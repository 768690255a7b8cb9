import type { CommandHelp } from "./help.ts"
import type { Io } from "./io.ts"

/** A command: what it says of itself, and what it does. Resolves to the exit code. */
export interface Command extends CommandHelp {
  run(words: readonly string[], io: Io): Promise<number>
}
