import { type Diagnostic, diagnostic, didYouMean } from "../diagnostic/index.ts"
import { escapeText } from "../report/index.ts"
import type { Command } from "./command.ts"
import { baseline } from "./commands/baseline.ts"
import { check } from "./commands/check.ts"
import { completions } from "./commands/completions.ts"
import { coverage } from "./commands/coverage.ts"
import { explain } from "./commands/explain.ts"
import { init } from "./commands/init.ts"
import { trace } from "./commands/trace.ts"
import { complain } from "./complain.ts"
import { exitCode } from "./exit.ts"
import { renderHelp, renderOverview, renderPartHelp } from "./help.ts"
import { invoke } from "./invoke.ts"
import type { Io } from "./io.ts"
import { readVersion } from "./version.ts"
import { writeFault } from "./write-fault.ts"

const commands: readonly Command[] = [check, explain, coverage, baseline, trace, init, completions(() => commands)]

/** The command `assay`: runs `words` and resolves to the exit code. Nothing is thrown. */
export async function run(words: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(words, io)
  } catch (error) {
    const unwritten = writeFault(error)
    if (unwritten) return unwritable(unwritten, io)
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const lines = text.split("\n").map(escapeText).join("\n")
    await io.stderr
      .write(`✗ internal error: this is a bug in assay, not in your files.\n${lines}\n`)
      .catch(() => undefined)
    return exitCode.internal
  }
}

/** A full disk is no bug of ours. Where standard error is as full, the exit code alone says it. */
async function unwritable(fault: Diagnostic, io: Io): Promise<number> {
  await complain(io, [fault]).catch(() => undefined)
  return exitCode.unusable
}

async function dispatch([first, ...rest]: readonly string[], io: Io): Promise<number> {
  if (first === undefined) {
    await io.stderr.write(renderOverview(commands, readVersion()))
    return exitCode.unusable
  }
  if (first === "--version" || first === "-V" || first === "version") return print(io, `${readVersion()}\n`)
  if (first === "--help" || first === "-h") return print(io, renderOverview(commands, readVersion()))
  if (first === "help") return help(rest, io)
  const command = commands.find(({ name }) => name === first)
  if (!command) return unknown(first, io)
  const options = rest.slice(0, rest.includes("--") ? rest.indexOf("--") : rest.length)
  if (options.includes("--help") || options.includes("-h")) return print(io, helpOf(command, options[0]))
  if (options.includes("--version") || options.includes("-V")) return print(io, `${readVersion()}\n`)
  return invoke(command, rest, commands, io)
}

async function print(io: Io, text: string): Promise<number> {
  await io.stdout.write(text)
  return exitCode.ok
}

function helpOf(command: Command, word: string | undefined): string {
  const part = command.parts?.find(({ name }) => name === word)
  return part ? renderPartHelp(command, part) : renderHelp(command)
}

async function help([name, word]: readonly string[], io: Io): Promise<number> {
  if (name === undefined) return print(io, renderOverview(commands, readVersion()))
  const command = commands.find((each) => each.name === name)
  return command ? print(io, helpOf(command, word)) : unknown(name, io)
}

async function unknown(word: string, io: Io): Promise<number> {
  const names = commands.map(({ name }) => name)
  const near = didYouMean(word, names)
  const what = word.startsWith("-") ? "A command comes first, but the option" : "There is no command"
  const hint = near === undefined ? `The commands are ${names.join(", ")}; see assay --help.` : `Did you mean ${near}?`
  const text = `${what} ${JSON.stringify(word.slice(0, 80))}${word.startsWith("-") ? " was given" : ""}.`
  await complain(io, [diagnostic("usage", text, { hint })])
  return exitCode.unusable
}
