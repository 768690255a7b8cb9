import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import type { OptionSpec, OptionSpecs } from "../../src/cli/arguments.ts"
import { baseline } from "../../src/cli/commands/baseline.ts"
import { check } from "../../src/cli/commands/check.ts"
import { completions } from "../../src/cli/commands/completions.ts"
import { coverage } from "../../src/cli/commands/coverage.ts"
import { explain } from "../../src/cli/commands/explain.ts"
import { init } from "../../src/cli/commands/init.ts"
import { trace } from "../../src/cli/commands/trace.ts"
import type { CommandHelp } from "../../src/cli/help.ts"

const commands: CommandHelp[] = [check, explain, coverage, baseline, trace, init, completions(() => commands)]
const page = readFileSync("docs/command.md", "utf8")

/** Every command line that takes options; `baseline` alone is none, its parts are. */
const lines = commands.flatMap(({ name, options, parts = [] }) => [
  ...(name === "baseline" ? [] : [{ name, options }]),
  ...parts.map((part) => ({ name: `${name} ${part.name}`, options: part.options })),
])

const options = lines.flatMap(({ name, options }) =>
  Object.entries(options).map(([option, spec]) => [`${name} --${option}`, option, spec] as const),
)

/** How a table spells an option: `-p`, `--policy FILE`. */
function spelled(option: string, { short, value }: OptionSpec): string[] {
  const long = `\`--${option}${value === undefined ? "" : ` ${value.replace("|", "\\|")}`}\``
  return short === undefined ? [long] : [`\`-${short}\`, ${long}`]
}

/** The rows of the table whose first column has this heading: the cells, by the command in the first. */
function rows(heading: string): ReadonlyMap<string, string> {
  const [, table = ""] = page.split(`\n| ${heading} |`)
  const found = table.split("\n\n", 1)[0]!.matchAll(/^\| (`.*?`) \| (.*) \|$/gm)
  return new Map([...found].flatMap(([, names, cells]) => words(names!).map((name) => [name, cells!] as const)))
}

const words = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word!)

const choices = (specs: OptionSpecs, option: string): readonly string[] => specs[option]?.choices ?? []

test.each(options)("docs/command.md tells of %s", (_, option, spec) => {
  // Where another spelling of an option is told of, its value has been.
  const expected = spec.sameAs === undefined ? spelled(option, spec) : [`\`--${option}\``]
  expect(expected.filter((text) => !page.includes(text))).toEqual([])
  if (option === "format" || option === "fail-on") return
  expect((spec.choices ?? []).filter((choice) => !page.includes(`\`${choice}\``))).toEqual([])
})

test("docs/command.md names no option that there is not", () => {
  const known = new Set(options.map(([, option]) => option))
  const named = [...page.matchAll(/(?<![\w-])--([a-z][a-z-]*)/g)].map(([, option]) => option!)
  expect(named.filter((option) => !known.has(option))).toEqual([])
  expect(new Set(named)).toEqual(known)
})

test("its table of formats is that of the commands", () => {
  const told = [...rows("command | formats")].map(([name, cells]) => [name, words(cells)])
  const formats = lines.map(({ name, options }) => [name, choices(options, "format")] as const)
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(formats.filter(([, known]) => known.length > 0)))
})

test("its tables of exit codes name every --fail-on, and the commands that know it", () => {
  const table = rows("command | ends with 1 by itself | and with `--fail-on`")
  for (const { name, options } of lines) {
    // Accepted, and without effect.
    if (name === "baseline save") continue
    const [, cell = ""] = table.get(name)?.split(" | ") ?? []
    const told = cell.startsWith("the same but") ? words(table.get("coverage")!.split(" | ")[1]!) : words(cell)
    const own = name === "check" || name === "explain" ? ["violation", ...told] : told
    expect([name, own]).toEqual([name, choices(options, "fail-on")])
  }
  expect([...rows("`--fail-on` | when").keys()]).toEqual([...choices(coverage.options, "fail-on")])
})
