import type { Verdict } from "../verdict/index.ts"
import type { EvaluateBytesOptions } from "./byte-judge.ts"
import type { Job, JobResult, KnownInput } from "./job.ts"
import type { JobPool } from "./job-pool.ts"
import { verdictsIn } from "./job-results.ts"
import { borrowCourt, type Program, returnCourt } from "./program.ts"
import type { Rest } from "./rest-judge.ts"
import type { JudgedTrace } from "./trace-judge.ts"

/** Bytes of inputs that are one job at most, and of a part of larger ones. */
const usualSizes = { whole: 8 << 20, part: 4 << 20 }
/** Jobs a worker that are planned at once: a worker is not to wait until the others' results were taken. */
const ahead = 8

/** An input that workers may judge. */
export interface JudgedInput<Source> {
  readonly source: Source
  readonly size: number
  readonly options: EvaluateBytesOptions
  /** Only the thread that asks can read it. */
  readonly isOwn?: boolean
}

/** Gets verdicts, and what has to be judged without workers. Each is waited for. */
export interface InputJudge<Source> {
  take(verdict: Verdict, judged: JudgedTrace): Promise<void> | undefined
  /** `rest` absent: all of the input. */
  alone(input: JudgedInput<Source>, rest: Rest | undefined): Promise<void>
  /** So many more bytes were judged by workers. */
  progress(bytes: number): void
}

export interface ParallelOptions<Source> {
  readonly pool: JobPool<Source>
  /** Workers of the pool. */
  readonly jobs: number
  /** Whether traces that violate rules are sent along. */
  readonly wantsTraces?: boolean
  readonly sizes?: { readonly whole: number; readonly part: number }
}

interface Task<Source> {
  readonly input: JudgedInput<Source>
  readonly state: InputState
  readonly from: number
  readonly to: number
  readonly result: Promise<JobResult | undefined>
}

/** What is known of an input by the results that were taken. */
interface InputState {
  lines: number
  codeUnits: number
  known: KnownInput | undefined
  isEmpty: boolean
  /** The rest is not judged by workers. */
  isOver: boolean
}

/**
 * Judges inputs by workers, in the order in which they are given: what comes out is what one thread makes of them. Large
 * inputs are cut into parts once their beginning shows that each line of them is a trace. What is held does not grow with
 * the inputs.
 */
export async function judgeInputs<Source>(
  program: Program,
  inputs: Iterable<JudgedInput<Source>>,
  { pool, jobs, wantsTraces = false, sizes = usualSizes }: ParallelOptions<Source>,
  judge: InputJudge<Source>,
): Promise<void> {
  const court = borrowCourt(program)
  const plan = planTasks(inputs, { pool, jobs, wantsTraces, sizes })
  const tasks: Task<Source>[] = []
  try {
    for (;;) {
      while (tasks.length < ahead * jobs) {
        const { value, done } = plan.next()
        if (done) break
        tasks.push(value)
      }
      const task = tasks[0]
      if (task === undefined) return
      const result = await task.result
      if (!task.state.isOver) {
        if (result === undefined || result.kind === "alone") await judgeRest(task, result, judge)
        else await takeResult(task, result)
      }
      if (result !== undefined) pool.release(result)
      tasks.shift()
    }
  } finally {
    for (const task of tasks) giveUp(task, pool)
    returnCourt(program, court)
  }

  async function takeResult({ input, state, from, to }: Task<Source>, result: JobResult): Promise<void> {
    // A part begins with the line feed of the line before it, which was counted there.
    const twice = from > 0 ? 1 : 0
    const offset = { lines: state.lines - twice, codeUnits: state.codeUnits - twice }
    for (const [verdict, judged] of verdictsIn(court, result, offset, input.options.filename)) {
      const pause = judge.take(verdict, judged)
      if (pause !== undefined) await pause
    }
    judge.progress(Math.min(to, input.size) - from)
    state.lines = offset.lines + result.lines
    state.codeUnits = offset.codeUnits + result.codeUnits
    state.known ??= result.known
    state.isEmpty &&= result.isEmpty
    if (result.kind === "part" && to >= input.size && state.isEmpty) await judge.alone(input, undefined)
  }
}

/** Nobody takes the result. */
function giveUp<Source>({ state, result }: Task<Source>, pool: JobPool<Source>): void {
  state.isOver = true
  result.then(
    (made) => made !== undefined && pool.release(made),
    () => undefined,
  )
}

/** From the first part on that workers cannot judge, none of them does. */
async function judgeRest<Source>(
  { input, state, from }: Task<Source>,
  result: JobResult | undefined,
  judge: InputJudge<Source>,
): Promise<void> {
  state.isOver = true
  if (from === 0 || result === undefined) return judge.alone(input, undefined)
  const offset = { lines: state.lines - 1, codeUnits: state.codeUnits - 1 }
  return judge.alone(input, { firstByte: result.firstByte, offset, known: state.known })
}

function* planTasks<Source>(
  inputs: Iterable<JudgedInput<Source>>,
  { pool, wantsTraces, sizes }: Required<ParallelOptions<Source>>,
): Generator<Task<Source>, undefined> {
  for (const input of inputs) {
    const { size, options, source, isOwn } = input
    const state: InputState = { lines: 0, codeUnits: 0, known: undefined, isEmpty: true, isOver: false }
    const start = (from: number, to: number, known?: KnownInput): Promise<JobResult> => {
      const job: Job = { size, from, to, known, options, wantsTraces }
      return pool.run(job, source)
    }
    const task = (from: number, to: number, result: Promise<JobResult | undefined>): Task<Source> => {
      // Who waits for it is told; nobody may wait for it any more.
      result.catch(() => undefined)
      return { input, state, from, to, result }
    }
    if (isOwn) {
      yield task(0, size, Promise.resolve(undefined))
      continue
    }
    const headEnd = size <= sizes.whole ? size : sizes.part
    const head = start(0, headEnd)
    yield task(0, headEnd, head)
    for (let from = headEnd; from < size && !state.isOver; from += sizes.part) {
      const to = Math.min(size, from + sizes.part)
      const next = head.then(({ kind, known }) =>
        kind === "part" && !state.isOver ? start(from, to, known) : undefined,
      )
      yield task(from, to, next)
    }
  }
}
