import { type Diagnostic, diagnostic } from "../../diagnostic/index.ts"
import { type ReadTrace, readTraces } from "../../node/read-traces.ts"
import { WaterfallRenderer } from "../../report/index.ts"
import { formatNames, type Trace, type TracePlace } from "../../trace/index.ts"
import { type Arguments, type OptionSpecs, readArguments } from "../arguments.ts"
import type { Command } from "../command.ts"
import { colourOf, colourOptions, helpOptions, outputOption, verboseOption } from "../common-options.ts"
import { complain } from "../complain.ts"
import { configOptions } from "../config.ts"
import { exitCode } from "../exit.ts"
import type { Io } from "../io.ts"
import { withNearby } from "../nearby.ts"
import { openOutput, pageFor } from "../output.ts"
import { progressFor, progressOptions } from "../progress.ts"
import { overwritten } from "../settings.ts"
import { watchOptions } from "../watch.ts"

/** Traces shown to people unless they say otherwise. */
const defaultLimit = 10

const options: OptionSpecs = {
  traces: {
    short: "t",
    value: "PATH",
    multiple: true,
    help: "traces: a file, a folder, or - for standard input; or just name them",
  },
  from: { value: "FORMAT", choices: formatNames, help: "the format of the traces, instead of detecting it" },
  "trace-id": { value: "ID", multiple: true, help: "show only the trace with this id; again for more" },
  limit: { value: "N", help: `show so many traces; ${defaultLimit} for people where not given` },
  all: { short: "a", help: "show every trace" },
  format: {
    short: "f",
    value: "FORMAT",
    choices: ["pretty", "json"],
    default: "pretty",
    help: "what to print; json is a trace a line, as Assay writes traces itself",
  },
  width: { value: "COLUMNS", help: "how wide to print, 40 to 400; else as wide as the terminal, 100 at most" },
  ...outputOption,
  ...watchOptions,
  ...configOptions,
  ...progressOptions,
  ...colourOptions,
  ...verboseOption,
  ...helpOptions,
}

/** `assay trace`: the calls of traces as trees, with their times. */
export const trace: Command = {
  name: "trace",
  summary: "show the calls of traces as trees with their times",
  usage: "FILE... [options]",
  details: [
    "Needs no policy. Shows the calls of each trace in order, those made by another call below it, those of one step bracketed, with agents and turns; and where times are recorded, when each call was made. Numbers are those that verdicts use.",
  ],
  options,
  exits: ["  0  ok", "  2  bad usage or input that could not be read; what could be read was shown"],
  examples: ["assay trace traces/run.jsonl", "assay trace traces/ --trace-id s-7 --format json"],
  run: show,
}

async function show(words: readonly string[], io: Io): Promise<number> {
  const args = readArguments(words, options)
  const request = toRequest(args)
  const wrong = [...args.diagnostics, ...request.wrong]
  await complain(io, wrong, undefined, request.colour)
  if (wrong.some(({ severity }) => severity === "error")) {
    await io.stderr.write("See assay trace --help.\n")
    return exitCode.unusable
  }
  const output = await openOutput(io, request.output)
  if ("wrong" in output) {
    await complain(io, [output.wrong], undefined, request.colour)
    return exitCode.unusable
  }
  try {
    return await new Showing(request, io, output.sink.write).run()
  } finally {
    await output.close()
  }
}

interface Request {
  readonly traces: readonly string[]
  readonly from: string | undefined
  readonly ids: ReadonlySet<string> | undefined
  readonly limit: number
  readonly isJson: boolean
  readonly width: number | undefined
  readonly output: string | undefined
  readonly colour: boolean | undefined
  readonly verbose: boolean
  readonly progress: boolean
  readonly wrong: readonly Diagnostic[]
}

function toRequest({ values, positionals, diagnostics }: Arguments): Request {
  const one = (name: string): string | undefined => values.get(name)?.[0]
  const wrong: Diagnostic[] = []
  const number = (name: string, least: number, most: number): number | undefined => {
    const text = one(name)
    if (text === undefined || (/^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most)) {
      return text === undefined ? undefined : Number(text)
    }
    const message = `--${name} is a whole number from ${least} to ${most}, but ${JSON.stringify(text.slice(0, 80))} was given.`
    wrong.push(diagnostic("usage", message))
    return undefined
  }
  const traces = [...(values.get("traces") ?? []), ...positionals]
  const broken = diagnostics.some(({ severity }) => severity === "error")
  if (traces.length === 0 && !broken) {
    const hint = "Name a file, a folder, or - for standard input: assay trace traces.jsonl"
    wrong.push(diagnostic("usage", "No traces are given.", { hint }))
  }
  wrong.push(...overwritten(one("output"), traces))
  const ids = values.get("trace-id")
  const isJson = one("format") === "json"
  const unlimited = values.has("all") || ids !== undefined || isJson
  return {
    traces,
    from: one("from"),
    ids: ids && new Set(ids),
    limit: number("limit", 1, 999_999_999) ?? (unlimited ? Number.POSITIVE_INFINITY : defaultLimit),
    isJson,
    width: number("width", 40, 400),
    output: one("output"),
    colour: colourOf(values),
    verbose: values.has("verbose"),
    progress: !values.has("no-progress"),
    wrong,
  }
}

/** One run through the traces. */
class Showing {
  readonly #request: Request
  readonly #io: Io
  readonly #write: (text: string) => Promise<void>
  readonly #renderer: WaterfallRenderer
  readonly #missing: Set<string>
  #shown = 0
  #seen = 0
  #unusable = false

  constructor(request: Request, io: Io, write: (text: string) => Promise<void>) {
    this.#request = request
    this.#io = io
    const page = pageFor(request.output === undefined ? io.stdout : undefined, io.env, request)
    this.#renderer = new WaterfallRenderer(request.width === undefined ? page : { ...page, width: request.width })
    this.#missing = new Set(request.ids)
    this.#write = write
  }

  async run(): Promise<number> {
    const { traces, from, limit, progress, isJson, output } = this.#request
    const except = output === undefined ? [] : [output]
    const line = progressFor(this.#io, progress)
    const onProgress = (read: number, total?: number): void => void line.show(`${this.#seen} traces`, read, total)
    let more = false
    for await (const item of readTraces(traces, { from, except, stdin: this.#io.stdin, onProgress })) {
      more = this.#shown >= limit && item.trace !== undefined && this.#isChosen(item.trace)
      if (more) break
      await line.clear()
      await this.#take(item)
    }
    await line.clear()
    if (!isJson && this.#shown > 0) await this.#end(more)
    if (!more) await this.#faults()
    return this.#unusable ? exitCode.unusable : exitCode.ok
  }

  async #take({ trace, diagnostics, place }: ReadTrace): Promise<void> {
    const isBroken = diagnostics.some(({ severity }) => severity === "error")
    if (trace) this.#seen++
    const chosen = trace && this.#isChosen(trace)
    if (isBroken) this.#unusable = true
    if (chosen) await this.#show(trace, place)
    if (isBroken || chosen) await complain(this.#io, diagnostics.map(withNearby), undefined, this.#request.colour)
  }

  #isChosen({ id }: Trace): boolean {
    const { ids } = this.#request
    return ids === undefined || (id !== undefined && ids.has(id))
  }

  async #show(trace: Trace, place: TracePlace): Promise<void> {
    if (trace.id !== undefined) this.#missing.delete(trace.id)
    const text = this.#request.isJson ? JSON.stringify(trace) : this.#renderer.render(trace, place).join("\n")
    await this.#write(`${this.#shown > 0 && !this.#request.isJson ? "\n" : ""}${text}\n`)
    this.#shown++
  }

  async #end(more: boolean): Promise<void> {
    const left = more ? [`… more traces follow (--all shows them)`] : []
    const lines = [...left, ...this.#renderer.legend()]
    if (lines.length > 0) await this.#write(`\n${lines.join("\n")}\n`)
  }

  async #faults(): Promise<void> {
    const hint = "Traces are files of JSON or JSONL; folders are searched for *.json, *.jsonl and *.ndjson."
    const wrong =
      this.#seen === 0 && !this.#unusable
        ? [diagnostic("no-traces", "No trace was found in what was given.", { hint })]
        : [...this.#missing].map((id) =>
            diagnostic("usage", `The input has no trace with the id ${JSON.stringify(id.slice(0, 200))}.`),
          )
    if (wrong.length > 0) this.#unusable = true
    await complain(this.#io, wrong, undefined, this.#request.colour)
  }
}
