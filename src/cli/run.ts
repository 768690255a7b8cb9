import { diagnostic, didYouMean } from "../diagnostic/index.ts"
import { escapeText } from "../report/index.ts"
import { check } from "./check.ts"
import type { Command } from "./command.ts"
import { complain } from "./complain.ts"
import { exitCode } from "./exit.ts"
import { explain } from "./explain.ts"
import { renderHelp, renderOverview } from "./help.ts"
import type { Io } from "./io.ts"
import { readVersion } from "./version.ts"

const commands: readonly Command[] = [check, explain]

/** The command `assay`: runs `words` and resolves to the exit code. Nothing is thrown. */
export async function run(words: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(words, io)
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const lines = text.split("\n").map(escapeText).join("\n")
    await io.stderr
      .write(`✗ internal error: this is a bug in assay, not in your files.\n${lines}\n`)
      .catch(() => undefined)
    return exitCode.internal
  }
}

async function dispatch([first, ...rest]: readonly string[], io: Io): Promise<number> {
  if (first === undefined) {
    await io.stderr.write(renderOverview(commands, readVersion()))
    return exitCode.unusable
  }
  if (first === "--version" || first === "-V") return print(io, `${readVersion()}\n`)
  if (first === "--help" || first === "-h") return print(io, renderOverview(commands, readVersion()))
  if (first === "help") return help(rest[0], io)
  const command = commands.find(({ name }) => name === first)
  if (!command) return unknown(first, io)
  const options = rest.slice(0, rest.includes("--") ? rest.indexOf("--") : rest.length)
  if (options.includes("--help") || options.includes("-h")) return print(io, renderHelp(command))
  return command.run(rest, io)
}

async function print(io: Io, text: string): Promise<number> {
  await io.stdout.write(text)
  return exitCode.ok
}

async function help(name: string | undefined, io: Io): Promise<number> {
  if (name === undefined) return print(io, renderOverview(commands, readVersion()))
  const command = commands.find((each) => each.name === name)
  return command ? print(io, renderHelp(command)) : unknown(name, io)
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
