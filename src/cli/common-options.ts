import type { OptionSpecs } from "./arguments.ts"

/** Where a report goes. */
export const outputOption: OptionSpecs = {
  output: { short: "o", value: "FILE", writes: true, help: "write the report there instead of to standard output" },
}

export const colourOptions: OptionSpecs = {
  color: { help: "always colour" },
  "no-color": { help: "never colour; NO_COLOR and FORCE_COLOR are respected too" },
}

export const verboseOption: OptionSpecs = { verbose: { short: "v", help: "leave nothing out" } }

/** What every command says of itself. */
export const helpOptions: OptionSpecs = {
  help: { short: "h", help: "this text" },
  version: { short: "V", help: "the version" },
}

/** What `--color` and `--no-color` ask for; undefined leaves it to the terminal. */
export function colourOf(values: ReadonlyMap<string, unknown>): boolean | undefined {
  return values.has("no-color") ? false : values.has("color") ? true : undefined
}
