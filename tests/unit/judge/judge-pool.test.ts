import { describe, expect, test } from "vitest"
import { Policy, type Verdict } from "../../../src/index.ts"
import { serveJobs } from "../../../src/judge/index.ts"
import { type BlobLike, blobBytes, JudgePool, type WorkerLike } from "../../../src/judge/judge-pool.ts"

const policy = Policy.parse(`
version: "1.1"
sequences: [{ id: order, type: before, first: Search, then: Create }]
`)

/** The worker's side of a pool, with the messages of a worker, in this thread. Blobs cannot be copied: they are passed. */
function worker(closed: () => void = () => undefined): WorkerLike {
  let take: (event: never) => void = () => undefined
  const serve = serveJobs<BlobLike>(blobBytes, (answer) => {
    queueMicrotask(() => take({ data: structuredClone(answer) } as never))
  })
  return {
    postMessage: (message) => serve(message),
    addEventListener: (type, listener) => {
      if (type === "message") take = listener
    },
    terminate: closed,
  }
}

async function all(verdicts: AsyncIterable<Verdict>): Promise<Verdict[]> {
  const found: Verdict[] = []
  for await (const verdict of verdicts) found.push(verdict)
  return found
}

const note = "x".repeat(500)
const lines = Array.from({ length: 40_000 }, (_, i) =>
  i % 999 === 5
    ? "{oops\n"
    : `${JSON.stringify({ id: `t${i}`, calls: [{ tool: i % 3 ? "Search" : "Create", args: { note } }] })}\n`,
).join("")

describe("a pool of workers", () => {
  test("judges blobs as they would be one by one, in order", async () => {
    const blobs = [lines, '[["Create"],{"calls":["Search"]}]', "", '{"tool":"Create"}\n{"tool":"Search"}\n'].map(
      (text) => new Blob([text]),
    )
    let ended = 0
    const pool = new JudgePool(policy, () => worker(() => ended++), { jobs: 3 })
    const expected: Verdict[] = []
    for (const blob of blobs) expected.push(...policy.evaluateBytes(new Uint8Array(await blob.arrayBuffer())))
    expect(await all(pool.evaluate(blobs))).toEqual(expected)
    expect(await all(pool.evaluate(blobs[0] as Blob, { validate: "full" }))).toEqual(expected.slice(0, 40_000))
    await pool.close()
    expect(ended).toBe(3)
  })

  test("names a file in what it says of it", async () => {
    const pool = new JudgePool(policy, () => worker(), { jobs: 1 })
    const file = Object.assign(new Blob(["{oops\n"]), { name: "traces.jsonl" })
    expect((await all(pool.evaluate(file)))[0]?.diagnostics[0]?.file).toBe("traces.jsonl")
    await pool.close()
  })

  test("may be left in the middle, and used again", async () => {
    const pool = new JudgePool(policy, () => worker(), { jobs: 2 })
    for await (const _ of pool.evaluate(new Blob([lines]))) break
    expect((await all(pool.evaluate(new Blob(['["Search"]'])))).length).toBe(1)
    await pool.close()
  })

  test("that cannot be opened says why", async () => {
    const broken: WorkerLike = {
      postMessage: () => undefined,
      addEventListener: (type, listener) => {
        if (type === "error") queueMicrotask(() => listener({ message: "no such module" } as never))
      },
      terminate: () => undefined,
    }
    const pool = new JudgePool(policy, () => broken, { jobs: 1 })
    await expect(all(pool.evaluate(new Blob(["[]"])))).rejects.toThrow("no such module")
    expect(() => new JudgePool(policy, () => broken, { jobs: 0 })).toThrow(TypeError)
  })
})
