import { mkdirSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { Baseline, type BaselineOrigin } from "../../baseline/index.ts"
import { type Diagnostic, diagnostic } from "../../diagnostic/index.ts"
import { type GitState, readGit } from "../../node/git.ts"
import { baselineCoverageLine } from "../../report/baseline-lines.ts"
import { renderFile } from "../../report/index.ts"
import { formatNames } from "../../trace/index.ts"
import type { OptionSpecs } from "../arguments.ts"
import { complain } from "../complain.ts"
import { exitCode } from "../exit.ts"
import type { Io } from "../io.ts"
import { judgingOptions, readRequest } from "../settings.ts"
import { fileFault, openFault } from "../write-fault.ts"
import { defaultBaseline } from "./baseline-source.ts"
import { runCoverage } from "./coverage-run.ts"

export const saveOptions: OptionSpecs = judgingOptions(formatNames, {}, { failures: [] })

/** `assay baseline save`: writes what the traces cover, with the commit it belongs to. Resolves to the exit code. */
export async function saveBaseline(words: readonly string[], io: Io): Promise<number> {
  const request = await readRequest("baseline save", words, saveOptions, io)
  if (!request) return exitCode.unusable
  const { settings } = request
  const created = timeOf(io.env.SOURCE_DATE_EPOCH)
  if (typeof created !== "string") return refuse(created, io, settings.colour)
  const { report, code } = await runCoverage(settings, io)
  if (!report) return code
  // A baseline of half a suite would never tell that the other half is lost later.
  if (code === exitCode.unusable) {
    const hint = "Mend or leave out what could not be read, and save again."
    const message = "A baseline is made of traces that can all be read, but some could not: none was saved."
    return refuse(diagnostic("unreadable-trace", message, { hint }), io, settings.colour)
  }
  const git = readGit(".")
  const baseline = Baseline.fromReport(report, originOf(created, git))
  const file = settings.output ?? defaultBaseline
  const isJson = settings.format === "json"
  if (file === "-") {
    await io.stdout.write(isJson ? `${JSON.stringify(baseline, null, 2)}\n` : baseline.toYAML())
    return code
  }
  const wrong = write(file, baseline.toYAML(), settings.output === undefined ? fileFault : openFault)
  if (wrong) return refuse(wrong, io, settings.colour)
  await io.stdout.write(isJson ? `${JSON.stringify({ saved: file, baseline }, null, 2)}\n` : told(file, baseline, git))
  return code
}

async function refuse(wrong: Diagnostic, io: Io, colour: boolean | undefined): Promise<number> {
  await complain(io, [wrong], undefined, colour)
  return exitCode.unusable
}

/** Seconds of `SOURCE_DATE_EPOCH` (reproducible-builds.org), else the clock; to the second, in UTC. */
function timeOf(epoch: string | undefined): string | Diagnostic {
  if (epoch !== undefined && epoch !== "" && !/^\d{1,12}$/.test(epoch)) {
    const message = `SOURCE_DATE_EPOCH is a number of seconds, but ${JSON.stringify(epoch.slice(0, 40))} was given.`
    return diagnostic("usage", message)
  }
  return new Date(epoch ? Number(epoch) * 1000 : Date.now()).toISOString().replace(/\.\d+Z$/, "Z")
}

function originOf(created: string, { commit, branch }: GitState): BaselineOrigin {
  return { created, ...(commit !== undefined && { commit }), ...(branch !== undefined && { branch }) }
}

function write(file: string, text: string, faultOf: typeof fileFault): Diagnostic | undefined {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    return undefined
  } catch (error) {
    return faultOf(file, error)
  }
}

function told(file: string, baseline: Baseline, { commit, dirty }: GitState): string {
  const at =
    commit === undefined ? "" : ` for commit ${commit.slice(0, 12)}${dirty ? " and changes not committed" : ""}`
  return `Saved ${renderFile(file)}${at}.\n${baselineCoverageLine(baseline.data)}\n`
}
