import fc from "fast-check"
import { expect, test } from "vitest"
import { Policy } from "../../../src/index.ts"
import {
  ByteSession,
  type EvaluateBytesOptions,
  JobPool,
  judgeInputs,
  optionsFor,
  type ReadBytes,
  RestJudge,
  serveJobs,
  type WorkerPort,
} from "../../../src/judge/index.ts"
import { readTraces } from "../../../src/trace/index.ts"
import { documents, lines, policies, reference } from "./bytes-inputs.ts"

/** The other end of a pool in this thread: what is posted is copied as it is between threads. */
function port(read: (source: Uint8Array) => ReadBytes): WorkerPort {
  let take: (message: unknown) => void = () => undefined
  const serve = serveJobs<Uint8Array>(read, (answer) => queueMicrotask(() => take(structuredClone(answer))))
  return {
    post: (message) => serve(structuredClone(message)),
    listen: (each) => {
      take = each
    },
    close: () => undefined,
  }
}

/** Reads pieces of `size` bytes, in the same memory again and again. */
function pieces(size: number): (source: Uint8Array) => ReadBytes {
  return (source) =>
    async function* read(from, to) {
      const memory = new Uint8Array(size)
      for (let at = from; at < Math.min(to, source.length); at += size) {
        const piece = source.subarray(at, Math.min(at + size, to))
        memory.set(piece)
        yield memory.subarray(0, piece.length)
      }
    }
}

interface Found {
  readonly verdict: unknown
  readonly place: unknown
  readonly trace: unknown
  readonly detection: unknown
}

async function judged(
  policy: Policy,
  inputs: readonly Uint8Array[],
  options: EvaluateBytesOptions,
  { part, whole, piece }: { readonly part: number; readonly whole: number; readonly piece: number },
): Promise<readonly Found[]> {
  const found: Found[] = []
  const jobs = 3
  const pool = new JobPool<Uint8Array>(() => port(pieces(piece)), jobs, { program: policy.toBytes() })
  const all = inputs.map((source, index) => ({
    source,
    size: source.length,
    options: { ...optionsFor(policy, options), filename: `${index}${options.filename ?? ""}` },
  }))
  await judgeInputs(
    policy,
    all,
    { pool, jobs, wantsTraces: true, sizes: { part, whole } },
    {
      take(verdict, { place, trace, detection }) {
        found.push({ verdict, place, trace: verdict.violations.length > 0 ? trace : undefined, detection })
        return undefined
      },
      progress: () => undefined,
      async alone(input, rest) {
        const session = new ByteSession(
          policy,
          input.options,
          rest && ((court) => new RestJudge(court, input.options, rest)),
        )
        session.push(input.source.subarray(rest === undefined ? 0 : rest.firstByte - 1))
        session.end()
        for (let verdict = session.next(); verdict !== undefined; verdict = session.next()) {
          const { place, trace, detection } = session.current
          found.push({ verdict, place, trace: verdict.violations.length > 0 ? trace : undefined, detection })
        }
        session.close()
      },
    },
  )
  await pool.close()
  return found
}

function expected(policy: Policy, inputs: readonly Uint8Array[], options: EvaluateBytesOptions): readonly Found[] {
  return inputs.flatMap((bytes, index) => {
    const named = { ...options, filename: `${index}${options.filename ?? ""}` }
    const items = readTraces(bytes, { ...named, maxTraceBytes: options.maxTraceBytes ?? 64 << 20 }).traces
    return reference(policy, bytes, named).map((verdict, i) => {
      const { place, trace, detection } = items[i] ?? {}
      return { verdict, place, trace: verdict.violations.length > 0 ? trace : undefined, detection }
    })
  })
}

test("workers make of inputs what one thread makes of them, wherever they are cut", async () => {
  const many = fc.array(lines, { minLength: 1, maxLength: 4 }).map((some) => {
    const parts = some.flatMap(({ bytes }) => [...bytes])
    return Uint8Array.from(parts)
  })
  const input = fc.oneof({ weight: 4, arbitrary: many }, documents)
  const sizes = fc.record({
    part: fc.integer({ min: 1, max: 400 }),
    whole: fc.constantFrom(0, 0, 200),
    piece: fc.integer({ min: 1, max: 300 }),
  })
  const options = fc.record({
    format: fc.constantFrom("jsonl" as const, undefined),
    from: fc.constantFrom(undefined, undefined, "native", "assay"),
    extent: fc.constantFrom("complete" as const, "partial" as const),
    maxTraceBytes: fc.constantFrom(undefined, undefined, 100),
    filename: fc.constantFrom(undefined, ".jsonl", ".json"),
    validate: fc.constant("full" as const),
  })
  await fc.assert(
    fc.asyncProperty(
      policies,
      fc.array(input, { maxLength: 4 }),
      options,
      sizes,
      async (policy, inputs, given, cuts) => {
        expect(await judged(policy, inputs, given, cuts)).toEqual(expected(policy, inputs, given))
      },
    ),
    { numRuns: 700 },
  )
})

test("a worker that fails ends the run with its reason", async () => {
  const policy = Policy.parse('version: "1.1"\nsequences: [{ type: require, tool: A }]')
  const failing: ReadBytes = async function* () {
    yield new Uint8Array(0)
    throw new Error("no such bytes")
  }
  const pool = new JobPool<Uint8Array>(() => port(() => failing), 2, { program: policy.toBytes() })
  const run = judgeInputs(
    policy,
    [{ source: new Uint8Array(9), size: 9, options: {} }],
    { pool, jobs: 2 },
    {
      take: () => undefined,
      alone: async () => undefined,
      progress: () => undefined,
    },
  )
  await expect(run).rejects.toThrow("no such bytes")
})
