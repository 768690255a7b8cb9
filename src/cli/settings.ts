import { resolve } from "node:path"
import { type Diagnostic, diagnostic } from "../diagnostic/index.ts"
import type { Extent } from "../trace/index.ts"
import { type Arguments, type OptionSpecs, readArguments } from "./arguments.ts"
import { colourOf, colourOptions, helpOptions, outputOption, verboseOption } from "./common-options.ts"
import { complain } from "./complain.ts"
import { configOptions } from "./config.ts"
import { type Failure, runFailures } from "./exit.ts"
import type { Io } from "./io.ts"
import { progressOptions } from "./progress.ts"
import { watchOptions } from "./watch.ts"

/** What `check` and `explain` share, read from the command line. */
export interface Settings {
  readonly policy: string
  readonly traces: readonly string[]
  readonly from?: string | undefined
  readonly extent?: Extent | undefined
  /** How much of what no rule reads has to be JSON; absent: its shape. */
  readonly validate?: "shape" | "full" | undefined
  /** Threads; absent: as many as are of use. */
  readonly jobs?: number | undefined
  /** One of the reports that the command knows. */
  readonly format: string
  readonly failOn: ReadonlySet<Failure>
  readonly output?: string | undefined
  readonly colour?: boolean | undefined
  readonly verbose: boolean
  /** Whether a terminal may be told how far the work is. */
  readonly progress: boolean
}

/** What a command can print, and what can make it exit with 1. */
export interface JudgingChoices {
  readonly reports?: readonly string[]
  readonly failures?: readonly Failure[]
}

/** The options of every command that judges traces, with those of the command alone among them. */
export function judgingOptions(
  formats: readonly string[],
  own: OptionSpecs = {},
  { reports = ["pretty", "json"], failures = runFailures }: JudgingChoices = {},
): OptionSpecs {
  return {
    policy: { short: "p", value: "FILE", help: "the policy, YAML or JSON; - is standard input" },
    traces: {
      short: "t",
      value: "PATH",
      multiple: true,
      help: "traces: a file, a folder, or - for standard input; again for more, or just name them",
    },
    trace: { value: "PATH", multiple: true, sameAs: "traces", help: "the same as --traces" },
    "trace-file": { value: "PATH", multiple: true, sameAs: "traces", help: "the same as --traces" },
    from: { value: "FORMAT", choices: formats, help: "the format of the traces, instead of detecting it" },
    extent: {
      value: "EXTENT",
      choices: ["complete", "partial"],
      default: "complete",
      help: "whether the sessions are over or more calls may come",
    },
    ...own,
    format: { short: "f", value: "FORMAT", choices: reports, default: "pretty", help: "what to print" },
    ...(failures.length > 0 && {
      "fail-on": {
        value: "WHAT",
        multiple: true as const,
        choices: failures,
        help: "also exit 1 for this; several with commas",
      },
    }),
    ...outputOption,
    ...watchOptions,
    ...configOptions,
    ...progressOptions,
    ...colourOptions,
    ...verboseOption,
    experimental: { ignored: "nothing here is experimental", help: "" },
    ...helpOptions,
  }
}

/** The command line of a command that judges, or undefined after saying on standard error what is wrong with it. */
export async function readRequest(
  command: string,
  words: readonly string[],
  options: OptionSpecs,
  io: Io,
): Promise<{ readonly settings: Settings; readonly values: Arguments["values"] } | undefined> {
  const args = readArguments(words, options)
  const settings = toSettings(args)
  const broken = args.diagnostics.some(({ severity }) => severity === "error")
  // What seems missing is mostly what was misspelt.
  const absent = broken ? [] : conflicts(settings, args.values)
  await complain(io, [...args.diagnostics, ...absent], undefined, settings.colour)
  if (!broken && absent.length === 0) return { settings, values: args.values }
  await io.stderr.write(`See assay ${command} --help.\n`)
  return undefined
}

function toSettings({ values, positionals }: Arguments): Settings {
  const one = (name: string): string | undefined => values.get(name)?.[0]
  const traces = [...(values.get("traces") ?? []), ...positionals]
  return {
    policy: one("policy") ?? "",
    traces,
    from: one("from"),
    extent: one("extent") as Extent | undefined,
    validate: one("validate") as Settings["validate"],
    jobs: values.has("jobs") ? Number(one("jobs")) : undefined,
    format: one("format") ?? "pretty",
    failOn: new Set((values.get("fail-on") ?? []) as Failure[]),
    output: one("output"),
    colour: colourOf(values),
    verbose: values.has("verbose"),
    progress: !values.has("no-progress"),
  }
}

function conflicts({ policy, traces, output: report }: Settings, values: Arguments["values"]): Diagnostic[] {
  const output: Diagnostic[] = []
  if (policy === "") {
    const likely = traces.find((path) => /\.ya?ml$/i.test(path)) ?? "policy.yaml"
    output.push(diagnostic("usage", "No policy is given.", { hint: `Name one: --policy ${likely}` }))
  }
  if (traces.length === 0) {
    const hint = "Name a file, a folder, or - for standard input: --traces traces.jsonl"
    output.push(diagnostic("usage", "No traces are given.", { hint }))
  }
  if (policy === "-" && traces.includes("-")) {
    output.push(diagnostic("usage", "Standard input cannot be both the policy and the traces."))
  }
  const [jobs = "1"] = values.get("jobs") ?? []
  if (!/^[1-9]\d?$/.test(jobs)) {
    const given = JSON.stringify(jobs.slice(0, 80))
    output.push(diagnostic("usage", `--jobs is a whole number from 1 to 99, but ${given} was given.`))
  }
  const baseline = values.get("baseline") ?? []
  if (baseline.includes("-") && (policy === "-" || traces.includes("-"))) {
    output.push(diagnostic("usage", "Standard input cannot be both the baseline and something else."))
  }
  return [...output, ...overwritten(report, [policy, ...traces, ...baseline])]
}

/** What `--output` names is not to be among what is read: it is empty before anything is. */
export function overwritten(output: string | undefined, read: readonly string[]): Diagnostic[] {
  if (output === undefined || output === "-") return []
  const target = resolve(output)
  const found = read.find((path) => path !== "" && path !== "-" && resolve(path) === target)
  if (found === undefined) return []
  return [diagnostic("usage", `--output would overwrite ${JSON.stringify(found)}, which is to be read.`)]
}
