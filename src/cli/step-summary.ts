import { appendFileSync } from "node:fs"
import { diagnostic } from "../diagnostic/index.ts"
import { boundedSummary } from "../report/index.ts"
import { complain } from "./complain.ts"
import type { Io } from "./io.ts"

/**
 * Appends Markdown to the summary of the step in which GitHub runs the command; elsewhere does nothing. A summary
 * that cannot be written is a warning: the annotations and the exit code still say it all.
 */
export async function addStepSummary(markdown: () => string, io: Io): Promise<void> {
  const file = io.env.GITHUB_STEP_SUMMARY
  if (file === undefined || file === "") return
  try {
    appendFileSync(file, boundedSummary(markdown()))
  } catch {
    const message = "The step summary was to be written to the file that GITHUB_STEP_SUMMARY names, but it cannot be."
    await complain(io, [diagnostic("file-unwritable", message, { file, severity: "warning" })])
  }
}
