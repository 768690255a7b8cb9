import type { CompletedCommand, CompletedOption, Value } from "./completions-model.ts"

/** Whether a command comes next; whether these words lead here, or right here; several values with commas. */
const prelude = `function __assay_first
    test (count (commandline -opc)) -eq 1
end
function __assay_at
    set -l words (commandline -opc)
    set -l last (math (count $argv) + 1)
    test (count $words) -ge $last
    and test "$words[2..$last]" = "$argv"
end
function __assay_next
    set -l words (commandline -opc)
    test (count $words) -eq (math (count $argv) + 1)
    and test "$words[2..-1]" = "$argv"
end
function __assay_several
    set -l current (string replace -r '^-[^=]*=' '' -- (commandline -ct))
    set -l before (string match -r '^.*,' -- $current)
    printf '%s\\n' "$before"$argv
end
`

/** The script for fish, 3.1 and later. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ path, summary }) => [
    "complete -c assay -n __assay_first",
    `-a ${path[0]} -d ${word(summary)}`,
  ])
  return `# fish completions for assay; load them with: assay completions fish | source
${prelude}complete -c assay -f
${names.map((line) => `${line.join(" ")}\n`).join("")}complete -c assay -n __assay_first -a help -d 'the help of a command'
complete -c assay -n __assay_first -s h -l help -d 'the help'
complete -c assay -n __assay_first -s V -l version -d 'the version'
complete -c assay -n '__assay_next help' -a ${word(commands.map(({ path }) => path[0]).join(" "))}
${commands.map(commandLines).join("")}`
}

function commandLines(command: CompletedCommand): string {
  const parts = command.parts.map(
    ({ path, summary }) => `complete -c assay -n '__assay_next ${command.path[0]}' -a ${path[1]} -d ${word(summary)}\n`,
  )
  return [...parts, ...[...command.parts, command].flatMap(leafLines)].join("")
}

function leafLines({ path, options, positional, parts }: CompletedCommand): string[] {
  const others = parts.map((part) => `; and not __assay_at ${part.path.join(" ")}`).join("")
  const here = `complete -c assay -n '__assay_at ${path.join(" ")}${others}'`
  const rest = positional.kind === "file" ? " -F" : given(positional)
  return [...(rest === "" ? [] : [`${here}${rest}\n`]), ...options.map((option) => `${here} ${optionLine(option)}\n`)]
}

function optionLine({ name, short, help, value, takes }: CompletedOption): string {
  const spelling = `${short === undefined ? "" : `-s ${short} `}-l ${name} -d ${word(help)}`
  if (value === undefined) return spelling
  if (takes.kind === "file") return `${spelling} -r -F`
  return `${spelling} -x${given(takes)}`
}

function given(value: Value): string {
  if (value.kind === "folder") return " -a '(__fish_complete_directories)'"
  if (value.kind !== "choices" || value.choices.length === 0) return ""
  return ` -a ${word(value.several ? `(__assay_several ${value.choices.join(" ")})` : value.choices.join(" "))}`
}

/** A text inside single quotes of fish, where only the quote and the backslash are special. */
function word(text: string): string {
  return `'${text.replaceAll(/['\\]/g, "\\$&")}'`
}
