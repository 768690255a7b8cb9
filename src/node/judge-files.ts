import type { Program } from "../index.ts"
import {
  ByteJudge,
  ByteSession,
  type EvaluateBytesOptions,
  JobPool,
  type JudgedTrace,
  judgeInputs,
  optionsFor,
  pulled,
  type Rest,
  RestJudge,
} from "../judge/index.ts"
import type { ReadTrace, TracePlace } from "../trace/index.ts"
import type { Verdict } from "../verdict/index.ts"
import { unreadableVerdict } from "../verdict/unreadable.ts"
import { fileBytes } from "./file-bytes.ts"
import { ProgressMeter, type ReadFilesOptions } from "./read-traces.ts"
import { isSystemError, type Source, sourcesOf, tooLarge, unreadable } from "./sources.ts"
import { threadPort, usefulJobs } from "./thread-port.ts"

/** How files are to be judged; what is not said is found out from each. */
export interface JudgeFilesOptions
  extends Omit<EvaluateBytesOptions, "filename">,
    Pick<ReadFilesOptions, "stdin" | "onProgress" | "except"> {
  /** Threads that judge; absent: one for each core, at most 8, where there is enough to judge. */
  readonly jobs?: number | undefined
  /** Whether traces that violate rules are asked for. */
  readonly wantsTraces?: boolean
}

/** Gets each verdict with what can be said of its trace until the call, and what it returns, is over. */
export type TakeVerdict = (verdict: Verdict, judged: JudgedTrace) => Promise<void> | undefined

/** Judges the traces of files, folders and standard input (`-`) in the order in which `readTraces` gives them. */
export async function judgeSources(
  program: Program,
  paths: readonly string[],
  options: JudgeFilesOptions,
  take: TakeVerdict,
): Promise<void> {
  const sources = sourcesOf(paths, options.except)
  const progress = new ProgressMeter(sources, options.onProgress)
  const bytes = sources.reduce((sum, source) => sum + ("size" in source ? source.size : 0), 0)
  const { jobs = usefulJobs(bytes) } = options
  if (jobs > 1) await judgeByThreads(program, sources, { options, jobs, progress, take })
  else for (const source of sources) await judgeSource(program, source, options, progress, take)
}

interface ThreadedRun {
  readonly options: JudgeFilesOptions
  readonly jobs: number
  readonly progress: ProgressMeter
  readonly take: TakeVerdict
}

async function judgeByThreads(program: Program, sources: readonly Source[], run: ThreadedRun): Promise<void> {
  const { options, jobs, progress, take } = run
  const { stdin: _, onProgress: __, except: ___, jobs: ____, wantsTraces = false, ...judging } = options
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const inputs = sources.map((source) => ({
    source: source.path,
    size: "size" in source ? source.size : 0,
    options: { ...optionsFor(program, judging), filename: source.path },
    isOwn: isOwn(source, options),
  }))
  const pool = new JobPool<string>(threadPort, jobs, { program: program.toBytes() })
  try {
    await judgeInputs(
      program,
      inputs,
      { pool, jobs, wantsTraces },
      {
        take,
        progress: (bytes) => progress.add(bytes),
        async alone({ source }, rest) {
          const found = byPath.get(source)
          if (found !== undefined) await judgeSource(program, found, options, progress, take, rest)
        },
      },
    )
  } finally {
    await pool.close()
  }
}

/** Pipes and what is empty or cannot be read are left to the main thread. */
function isOwn(source: Source, options: JudgeFilesOptions): boolean {
  return "problem" in source || source.path === "-" || source.size === 0 || isTooLarge(source, options)
}

function isTooLarge(
  { path, size }: Exclude<Source, { problem: ReadTrace }>,
  { maxInputBytes = 512 * 1024 * 1024, format }: JudgeFilesOptions,
): boolean {
  return size > maxInputBytes && (format ?? (path.endsWith(".json") ? "json" : "jsonl")) === "json"
}

function takeProblem(
  { diagnostics, place }: ReadTrace,
  { extent = "complete" }: JudgeFilesOptions,
  take: TakeVerdict,
): Promise<void> | undefined {
  const judged = { isReadable: false, place, detection: undefined, trace: undefined }
  return take(unreadableVerdict(extent, diagnostics), judged)
}

async function judgeSource(
  program: Program,
  source: Source,
  options: JudgeFilesOptions,
  progress: ProgressMeter,
  take: TakeVerdict,
  rest?: Rest,
): Promise<void> {
  if ("problem" in source) return takeProblem(source.problem, options, take)
  const { path, size } = source
  const { stdin, onProgress: _, except: __, jobs: ___, wantsTraces: ____, ...judging } = options
  if (isTooLarge(source, options)) {
    return takeProblem(tooLarge(path, size, options.maxInputBytes ?? 512 * 1024 * 1024), options, take)
  }
  // The rest of a file begins with the line feed before its first line, as the parts of others do.
  const range = rest && { from: rest.firstByte - 1, to: Number.POSITIVE_INFINITY }
  const bytes = path === "-" ? (stdin ?? process.stdin) : fileBytes(path, range)
  const checked = { ...optionsFor(program, judging), filename: path }
  const session = new ByteSession(program, checked, (court) =>
    rest === undefined ? new ByteJudge(court, checked) : new RestJudge(court, checked, rest),
  )
  try {
    await judgeChunks(session, sound(bytes), progress, take)
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error
    await takeProblem(unreadable(path, error.cause), options, take)
  } finally {
    session.close()
  }
}

/** Reading failed; what fails elsewhere, as writing the report, is another matter. */
class ReadFault extends Error {}

async function* sound(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
  } catch (cause) {
    throw isSystemError(cause) ? new ReadFault("the input cannot be read", { cause }) : cause
  }
}

async function judgeChunks(
  session: ByteSession,
  chunks: AsyncIterable<Uint8Array>,
  progress: ProgressMeter,
  take: TakeVerdict,
): Promise<void> {
  for await (const chunk of chunks) {
    progress.add(chunk.length)
    session.push(chunk)
    await takeAll(session, take)
    if (session.isDone) return
  }
  session.end()
  await takeAll(session, take)
}

async function takeAll(session: ByteSession, take: TakeVerdict): Promise<void> {
  for (let verdict = session.next(); verdict !== undefined; verdict = session.next()) {
    const pause = take(verdict, session.current)
    if (pause !== undefined) await pause
  }
}

/** A verdict, and where its trace stands. */
export interface FileVerdict {
  readonly verdict: Verdict
  readonly place: TracePlace
}

/**
 * The verdicts on the traces of files, folders and standard input (`-`), in order, the same with any number of threads.
 * JSONL of any size takes memory for its largest traces.
 *
 * @example
 * for await (const { verdict, place } of judgeFiles(policy, ["traces/"], { jobs: 4 })) {
 *   if (!verdict.ok) console.log(place.file, place.line)
 * }
 */
export function judgeFiles(
  policy: Program,
  paths: string | readonly string[],
  options: Omit<JudgeFilesOptions, "wantsTraces"> = {},
): AsyncGenerator<FileVerdict> {
  const all = typeof paths === "string" ? [paths] : paths
  return pulled((put) => judgeSources(policy, all, options, (verdict, { place }) => put({ verdict, place })))
}
