import { basename } from "node:path"
import { type Diagnostic, diagnostic } from "../../diagnostic/index.ts"
import { type OptionSpecs, readArguments } from "../arguments.ts"
import type { Command } from "../command.ts"
import { helpOptions } from "../common-options.ts"
import { complain } from "../complain.ts"
import { exitCode } from "../exit.ts"
import type { CommandHelp } from "../help.ts"
import type { Io } from "../io.ts"
import { nearest } from "../nearest.ts"
import { bashScript } from "./completions-bash.ts"
import { fishScript } from "./completions-fish.ts"
import { type CompletedCommand, completedCommands } from "./completions-model.ts"
import { zshScript } from "./completions-zsh.ts"

const scripts: ReadonlyMap<string, (commands: readonly CompletedCommand[]) => string> = new Map([
  ["bash", bashScript],
  ["zsh", zshScript],
  ["fish", fishScript],
])

const shells: readonly string[] = [...scripts.keys()]

const options: OptionSpecs = {
  ...helpOptions,
}

/** `assay completions`: a script with which a shell completes the command lines of these commands. */
export function completions(commands: () => readonly CommandHelp[]): Command {
  return {
    name: "completions",
    summary: "print a script for completion in bash, zsh or fish",
    usage: "[bash|zsh|fish]",
    details: [
      "Without a shell it is the one that SHELL names. The script knows the commands, their options and the values of these; load it where the shell starts:",
      "bash, in ~/.bashrc: source <(assay completions bash)",
      "zsh, in ~/.zshrc after compinit: source <(assay completions zsh)",
      "fish: assay completions fish > ~/.config/fish/completions/assay.fish",
    ],
    options,
    words: shells,
    exits: ["  0  ok", "  2  bad usage"],
    examples: ["assay completions bash > ~/.local/share/bash-completion/completions/assay"],
    async run(words, io) {
      const args = readArguments(words, options)
      const chosen = chooseShell(args.positionals, io)
      const wrong = [...args.diagnostics, ...(typeof chosen === "string" ? [] : [chosen])]
      await complain(io, wrong)
      const script = typeof chosen === "string" ? scripts.get(chosen) : undefined
      if (!script || wrong.length > 0) {
        await io.stderr.write("See assay completions --help.\n")
        return exitCode.unusable
      }
      await io.stdout.write(script(completedCommands(commands())))
      return exitCode.ok
    },
  }
}

function chooseShell(given: readonly string[], { env }: Io): string | Diagnostic {
  const [first, second] = given
  if (second !== undefined) return diagnostic("usage", `One shell is expected, but ${given.length} words were given.`)
  const shell = first ?? basename(env.SHELL ?? "")
  if (scripts.has(shell)) return shell
  const known = `Name one of ${shells.join(", ")}: assay completions bash`
  if (shell === "") return diagnostic("usage", "No shell is given, and SHELL names none.", { hint: known })
  const found = JSON.stringify(shell.slice(0, 80))
  if (first === undefined)
    return diagnostic("usage", `SHELL names ${found}, for which there is no script.`, { hint: known })
  const near = nearest(shell, shells)
  const hint = near === undefined ? known : `Did you mean ${near}?`
  return diagnostic("usage", `A shell is one of ${shells.join(", ")}, but ${found} was given.`, { hint })
}
