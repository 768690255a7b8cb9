import { type CompletedCommand, type CompletedOption, quoted, type Value } from "./completions-model.ts"

/** The script for zsh; it may lie on the fpath as `_assay` or be sourced once compinit has run. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ path, summary }) => described(path[0] ?? "", summary))
  return `#compdef assay
# zsh completions for assay; load them with: source <(assay completions zsh)
_assay_commands() {
  local -a names=(
${names.map((name) => `    ${name}\n`).join("")}    ${described("help", "the help of a command")}
  )
  _describe -t commands command names
}
${commands.map(partsFunction).join("")}_assay() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  _arguments -C \\
    '(-h --help)'{-h,--help}'[the help]' \\
    '(-V --version)'{-V,--version}'[the version]' \\
    '1: :_assay_commands' \\
    '*:: :->words' && return
  [[ $state == words ]] || return
  curcontext="\${curcontext%:*}-$line[1]:"
  case $line[1] in
${commands.map(commandCase).join("")}    help) _arguments '1: :_assay_commands' ;;
  esac
}
if [[ $funcstack[1] == _assay ]]; then
  _assay "$@"
else
  compdef _assay assay
fi
`
}

function commandCase(command: CompletedCommand): string {
  const [name = ""] = command.path
  const { parts } = command
  if (parts.length === 0) return `    ${name})\n${argumentLines(command, "      ")}      ;;\n`
  const cases = parts.map(
    (part) => `          ${part.path[1]})\n${argumentLines(part, "            ")}            ;;\n`,
  )
  return `    ${name})
      if (( CURRENT > 2 )) && [[ $words[2] == (${parts.map(({ path }) => path[1]).join("|")}) ]]; then
        shift words
        (( CURRENT-- ))
        case $words[1] in
${cases.join("")}        esac
      else
${argumentLines(command, "        ")}      fi
      ;;
`
}

/** Offers the names of a command's parts beside whatever else may come first. */
function partsFunction({ path, parts, positional }: CompletedCommand): string {
  if (parts.length === 0) return ""
  const names = parts.map((part) => described(part.path[1] ?? "", part.summary)).join(" ")
  return `_assay_${path[0]}_first() {
  local -a parts=(${names})
  _describe -t parts part parts
${positional.kind === "file" ? "  _files\n" : ""}}
`
}

function argumentLines({ path, options, positional, parts }: CompletedCommand, indent: string): string {
  const first = parts.length > 0 ? [quoted(`1: :_assay_${path[0]}_first`)] : []
  const rest = isEmpty(positional) ? [] : [quoted(`*: :${action(positional)}`)]
  const specs = [...options.map(optionSpec), ...first, ...rest]
  return `${indent}_arguments -s -S \\\n${specs.map((spec) => `${indent}  ${spec}`).join(" \\\n")}\n`
}

function isEmpty(value: Value): boolean {
  return value.kind === "choices" && value.choices.length === 0
}

/** As `_arguments` reads it: what excludes it, how it is written, what it says, what follows. */
function optionSpec({ name, short, help, multiple, value, takes }: CompletedOption): string {
  const text = quoted(
    `[${help.replaceAll(/[[\]\\]/g, "\\$&")}]${value === undefined ? "" : `:${value}:${action(takes)}`}`,
  )
  const long = value === undefined ? `--${name}` : `--${name}=`
  const brief = value === undefined ? `-${short}` : `-${short}+`
  if (short === undefined) return `${multiple ? "'*'" : ""}${long}${text}`
  return `${multiple ? "'*'" : `'(-${short} --${name})'`}{${brief},${long}}${text}`
}

function action(value: Value): string {
  if (value.kind === "file") return "_files"
  if (value.kind === "folder") return "_files -/"
  if (value.kind === "free") return " "
  return value.several ? `{_values -s , value ${value.choices.join(" ")}}` : `(${value.choices.join(" ")})`
}

function described(name: string, text: string): string {
  return quoted(`${name}:${text.replaceAll(":", "\\:")}`)
}
