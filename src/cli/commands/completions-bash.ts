import { allPaths, type CompletedCommand, type CompletedOption, quoted, type Value } from "./completions-model.ts"

/** The words, several with commas between them; nothing at all; folders. */
const prelude = `_assay_words() {
  local prefix="" current="$2"
  if [ "$1" = several ] && [ "\${current%,*}" != "$current" ]; then
    prefix="\${current%,*},"
    current="\${current##*,}"
  fi
  COMPREPLY=( $(compgen -P "$prefix" -W "$3" -- "$current") )
}
_assay_nothing() {
  COMPREPLY=()
  compopt +o default +o bashdefault 2>/dev/null
}
_assay_folders() {
  compopt -o dirnames +o default +o bashdefault 2>/dev/null
}
`

/**
 * The script for bash, 3.2 and later, without the bash-completion package. Files are left to readline, which knows
 * about quotes and tildes: the script then answers nothing.
 */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const names = [...commands.map(({ path }) => path[0] ?? ""), "help", "--help", "--version"]
  return `# bash completions for assay; load them with: source <(assay completions bash)
${prelude}_assay() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" path
  COMPREPLY=()
  # bash takes an = for a word of its own.
  if [ "$current" = "=" ]; then
    current=""
  elif [ "$before" = "=" ]; then
    before="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    _assay_words one "$current" ${quoted(names.join(" "))}
    [ \${#COMPREPLY[@]} -gt 0 ] || _assay_nothing
    return
  fi
  path="\${COMP_WORDS[1]}"
${partLines(commands)}  case "$path $before" in
${allPaths(commands).flatMap(valueLines).join("")}  esac
  case "$current" in
  -*)
    case "$path" in
${allPaths(commands).map(optionLines).join("")}    esac
    return
    ;;
  esac
  case "$path" in
${allPaths(commands).map(positionalLines).join("")}    help) _assay_words one "$current" ${quoted(names.slice(0, -3).join(" "))} ;;
  esac
}
complete -o bashdefault -o default -F _assay assay
`
}

function partLines(commands: readonly CompletedCommand[]): string {
  const parted = commands.filter(({ parts }) => parts.length > 0)
  if (parted.length === 0) return ""
  const offers = parted.map(({ path, parts }) => {
    const names = parts.map((part) => part.path[1]).join(" ")
    return `  ${quoted(`2 ${path[0]}`)}) _assay_words one "$current" ${quoted(names)} ;;\n`
  })
  const paths = parted.flatMap(({ parts }) => parts.map(({ path }) => quoted(path.join(" "))))
  return `  case "$COMP_CWORD $path" in
${offers.join("")}  esac
  [ \${#COMPREPLY[@]} -eq 0 ] || return
  if [ "$COMP_CWORD" -gt 2 ]; then
    case "$path \${COMP_WORDS[2]}" in
    ${paths.join("|")}) path="$path \${COMP_WORDS[2]}" ;;
    esac
  fi
`
}

function valueLines({ path, options }: CompletedCommand): string[] {
  return options
    .filter(({ value }) => value !== undefined)
    .map((option) => {
      const patterns = spellings(option).map((spelling) => quoted(`${path.join(" ")} ${spelling}`))
      return `  ${patterns.join("|")}) ${answer(option.takes)}; return ;;\n`
    })
}

function optionLines({ path, options }: CompletedCommand): string {
  const words = options.flatMap(spellings).join(" ")
  return `    ${quoted(path.join(" "))}) _assay_words one "$current" ${quoted(words)} ;;\n`
}

function positionalLines({ path, positional }: CompletedCommand): string {
  return `    ${quoted(path.join(" "))}) ${answer(positional)} ;;\n`
}

function spellings({ name, short }: CompletedOption): string[] {
  return short === undefined ? [`--${name}`] : [`-${short}`, `--${name}`]
}

function answer(value: Value): string {
  if (value.kind === "file") return ":"
  if (value.kind === "folder") return "_assay_folders"
  if (value.kind === "free" || value.choices.length === 0) return "_assay_nothing"
  return `_assay_words ${value.several ? "several" : "one"} "$current" ${quoted(value.choices.join(" "))}`
}
