import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { type Diagnostic, diagnostic } from "../../diagnostic/index.ts"
import { escapeText } from "../../report/index.ts"
import { formatNames } from "../../trace/index.ts"
import { type Arguments, type OptionSpecs, readArguments } from "../arguments.ts"
import type { Command } from "../command.ts"
import { colourOf, colourOptions, helpOptions } from "../common-options.ts"
import { complain } from "../complain.ts"
import { exitCode } from "../exit.ts"
import type { Io } from "../io.ts"
import { pageFor } from "../output.ts"
import { fileFault } from "../write-fault.ts"
import { yamlScalar } from "../yaml-scalar.ts"
import { quoted } from "./completions-model.ts"
import { learnPolicy } from "./learned-policy.ts"
import { pipelines, type Template, templates } from "./templates/index.ts"

const options: OptionSpecs = {
  template: {
    value: "NAME",
    choices: templates.map(({ name }) => name),
    default: templates[0].name,
    help: "the policy to begin with",
  },
  "from-traces": { value: "PATH", help: "allow the tools that these traces call, instead of a template; - too" },
  from: { value: "FORMAT", choices: formatNames, help: "the format of those traces, instead of detecting it" },
  ci: { value: "SYSTEM", choices: [...pipelines.keys()], default: "github", help: "the pipeline to write a file for" },
  dir: { value: "DIR", help: "where to write, made if need be; else the working directory" },
  force: { help: "overwrite what exists" },
  "dry-run": { short: "n", help: "say what would be written, and write nothing" },
  ...colourOptions,
  ...helpOptions,
}

/** `assay init`: a policy, traces to try it on, a configuration and a file for CI. */
export const init: Command = {
  name: "init",
  summary: "write a first policy, traces, a configuration, a CI file",
  usage: "[options]",
  details: [
    "Writes policy.yaml, traces/example.jsonl, assay.config.yaml and a file for CI, with comments that say what to change. Afterwards assay check is all it takes. A file that exists is left as it is.",
    `Templates: ${templates.map(({ name, summary }) => `${name} (${summary})`).join(", ")}.`,
  ],
  options,
  words: [],
  exits: ["  0  ok", "  2  bad usage, or nothing or not everything could be written or read"],
  examples: ["assay init --template support", "assay init --from-traces traces/ --ci gitlab"],
  run: write,
}

async function write(words: readonly string[], io: Io): Promise<number> {
  const args = readArguments(words, options)
  const colour = colourOf(args.values)
  const wrong = [...args.diagnostics, ...unwanted(args)]
  await complain(io, wrong, undefined, colour)
  if (wrong.some(({ severity }) => severity === "error")) {
    await io.stderr.write("See assay init --help.\n")
    return exitCode.unusable
  }
  const plan = await planOf(args, io)
  await complain(io, plan.diagnostics, undefined, colour)
  const broken = plan.diagnostics.some(({ severity }) => severity === "error")
  if (plan.files.length === 0) return exitCode.unusable
  return Math.max(broken ? exitCode.unusable : exitCode.ok, await new Writing(plan, args, io, colour).run())
}

function unwanted({ positionals, values }: Arguments): Diagnostic[] {
  const output: Diagnostic[] = []
  const [first] = positionals
  if (first !== undefined) {
    const folder = first.slice(0, 80)
    const message = `init takes options only, but ${JSON.stringify(folder)} was given.`
    output.push(diagnostic("usage", message, { hint: `Write --dir ${folder}.` }))
  }
  if (values.has("template") && values.has("from-traces")) {
    output.push(diagnostic("usage", "Either --template or --from-traces makes the policy, but both are given."))
  }
  return output
}

interface PlannedFile {
  /** From the folder that is written to. */
  readonly path: string
  readonly text: string
}

interface Plan {
  readonly files: readonly PlannedFile[]
  /** Whether the configuration says where traces are. */
  readonly hasTraces: boolean
  /** How to see a violation. */
  readonly trial?: string
  readonly diagnostics: readonly Diagnostic[]
}

async function planOf({ values }: Arguments, io: Io): Promise<Plan> {
  const one = (name: string): string | undefined => values.get(name)?.[0]
  const pipeline = pipelines.get(one("ci") ?? "github")
  const around = pipeline ? [pipeline] : []
  const source = one("from-traces")
  if (source === undefined) {
    const template = templates.find(({ name }) => name === one("template")) ?? templates[0]
    return { files: [...filesOf(template), ...around], hasTraces: true, trial: trialOf(template), diagnostics: [] }
  }
  const { policy, diagnostics } = await learnPolicy(source, { from: one("from"), stdin: io.stdin })
  if (policy === undefined) {
    const nothing = diagnostic("no-traces", "Traces with calls were expected, but none was found.", { file: source })
    const known = diagnostics.some(({ severity }) => severity === "error")
    return { files: [], hasTraces: false, diagnostics: known ? diagnostics : [...diagnostics, nothing] }
  }
  const traces = source === "-" ? undefined : relative(one("dir") ?? "", source).replaceAll("\\", "/") || "."
  const files = [{ path: "policy.yaml", text: policy }, configuration(traces), ...around]
  return { files, hasTraces: traces !== undefined, diagnostics }
}

function filesOf({ policy, traces }: Template): PlannedFile[] {
  const lines = traces.map((trace) => `${JSON.stringify(trace)}\n`).join("")
  return [{ path: "policy.yaml", text: policy }, { path: "traces/example.jsonl", text: lines }, configuration("traces")]
}

function configuration(traces: string | undefined): PlannedFile {
  const text = `# What assay takes where its command line does not say otherwise. The keys are the long names of its options, with _ for
# each -, and paths are from this file.
policy: policy.yaml
${traces === undefined ? noTraces : `traces: ${yamlScalar(traces)}`}

# What else ends with exit code 1, besides a violation:
# fail_on: [warning, not-exercised]
`
  return { path: "assay.config.yaml", text }
}

const noTraces = `# Until this says where traces are, every command line has to name some: assay check FILE
# traces: traces`

function trialOf({ violating }: Template): string {
  return `echo '${JSON.stringify(violating)}' | assay check -`
}

/** Writes the files of a plan and says what came of each. */
class Writing {
  readonly #plan: Plan
  readonly #dir: string
  readonly #isForced: boolean
  readonly #isDry: boolean
  readonly #io: Io
  readonly #colour: boolean | undefined
  readonly #faults: Diagnostic[] = []

  constructor(plan: Plan, { values }: Arguments, io: Io, colour: boolean | undefined) {
    this.#plan = plan
    this.#dir = values.get("dir")?.[0] ?? ""
    this.#isForced = values.has("force")
    this.#isDry = values.has("dry-run")
    this.#io = io
    this.#colour = colour
  }

  async run(): Promise<number> {
    const { paint } = pageFor(this.#io.stdout, this.#io.env, { colour: this.#colour, verbose: false })
    let written = 0
    for (const file of this.#plan.files) {
      const path = join(this.#dir, file.path)
      const came = this.#isDry ? "would write" : this.#write(path, file.text)
      if (came === "kept") await this.#say(`${paint.dim("kept")}   ${escapeText(path)} ${paint.dim("(it exists)")}`)
      else if (came !== "failed") {
        written++
        await this.#say(`${paint.green(came)}  ${escapeText(path)}`)
      }
    }
    if (written === 0 && this.#faults.length === 0) {
      const hint = "--force overwrites, --dir names another folder."
      this.#faults.push(diagnostic("usage", "Every file exists already, so nothing was written.", { hint }))
    }
    await complain(this.#io, this.#faults, undefined, this.#colour)
    if (this.#faults.length > 0) return exitCode.unusable
    if (!this.#isDry) await this.#next()
    return exitCode.ok
  }

  #write(path: string, text: string): "wrote" | "kept" | "failed" {
    try {
      mkdirSync(dirname(path), { recursive: true })
      // The system itself refuses where a file stands, were it made a moment ago.
      writeFileSync(path, text, { flag: this.#isForced ? "w" : "wx" })
      return "wrote"
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EEXIST") return this.#existing(path, error)
      this.#faults.push(fileFault(path, error))
      return "failed"
    }
  }

  /** A file that exists is kept; one where a folder is to be made is in the way. */
  #existing(path: string, error: Error & { readonly syscall?: unknown }): "kept" | "failed" {
    if (error.syscall !== "mkdir") return "kept"
    this.#faults.push(fileFault(path, Object.assign(new Error(), { code: "ENOTDIR" })))
    return "failed"
  }

  async #next(): Promise<void> {
    const isHere = this.#dir === "" || this.#dir === "."
    const { trial, hasTraces } = this.#plan
    if (hasTraces) await this.#say(`\nNext: ${isHere ? "" : `cd ${word(this.#dir)} && `}assay check`)
    else {
      // The traces came by standard input, and are nowhere that a configuration could name.
      const config = isHere ? "" : `--config ${word(join(this.#dir, "assay.config.yaml"))} `
      await this.#say(`\nNext, with the same traces on standard input: assay check ${config}-`)
      await this.#say("Once assay.config.yaml says where traces are, assay check is all it takes.")
    }
    if (trial !== undefined) await this.#say(`To see a violation: ${trial}`)
  }

  async #say(line: string): Promise<void> {
    await this.#io.stdout.write(`${line}\n`)
  }
}

/** A path as a word of a shell. */
function word(path: string): string {
  const text = escapeText(path)
  return /^[\w./:@%+,=-]+$/.test(text) ? text : quoted(text)
}
