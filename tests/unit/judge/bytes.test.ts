import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Verdict } from "../../../src/index.ts"
import { documents, lines, policies, reference } from "./bytes-inputs.ts"

const options = fc.record({
  format: fc.constantFrom("jsonl", undefined),
  from: fc.constantFrom("native", undefined, undefined, "assay", "none"),
  extent: fc.constantFrom("complete", "partial"),
  maxTraceBytes: fc.constantFrom(undefined, undefined, undefined, 100),
  filename: fc.constantFrom(undefined, "x.jsonl", "x.json"),
})

async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const scratch = new Uint8Array(1 << 16)
  for (let at = 0, k = 0; at < bytes.length; k++) {
    const size = Math.min(sizes[k % sizes.length] ?? 1, bytes.length - at)
    // The same memory again and again: whoever keeps it has something else in it later.
    scratch.set(bytes.subarray(at, at + size))
    yield scratch.subarray(0, size)
    scratch.fill(0x7b, 0, size)
    at += size
  }
}

async function all(stream: AsyncIterable<Verdict>): Promise<Verdict[]> {
  const found: Verdict[] = []
  for await (const verdict of stream) found.push(verdict)
  return found
}

describe("bytes are judged as the objects in them", () => {
  test("JSONL, all of it validated", () => {
    fc.assert(
      fc.property(policies, lines, options, (policy, { bytes }, given) => {
        const found = [...policy.evaluateBytes(bytes, { ...given, validate: "full" })]
        expect(found).toEqual(reference(policy, bytes, given))
      }),
      { numRuns: 800 },
    )
  })

  test("JSONL by its shape, wherever JSON.parse accepts it", () => {
    fc.assert(
      fc.property(policies, lines, options, (policy, { bytes, plain }, given) => {
        fc.pre(plain)
        expect([...policy.evaluateBytes(bytes, given)]).toEqual(reference(policy, bytes, given))
      }),
      { numRuns: 800 },
    )
  })

  test("documents", () => {
    const asked = fc.record({
      format: fc.constantFrom("json", undefined),
      from: fc.constantFrom("native", undefined, undefined),
      filename: fc.constantFrom(undefined, "x.json"),
      validate: fc.constantFrom("full" as const),
      maxInputBytes: fc.constantFrom(1000, 1 << 20),
    })
    fc.assert(
      fc.property(policies, documents, asked, (policy, bytes, given) => {
        expect([...policy.evaluateBytes(bytes, given)]).toEqual(reference(policy, bytes, given))
      }),
      { numRuns: 800 },
    )
  })

  test("streams, wherever the chunks end", async () => {
    const sizes = fc.oneof(fc.constant([1]), fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 }))
    const input = fc.oneof(
      lines.map(({ bytes }) => bytes),
      documents,
    )
    await fc.assert(
      fc.asyncProperty(policies, input, options, sizes, async (policy, bytes, given, chunks) => {
        const found = await all(policy.evaluateStream(cut(bytes, chunks), { ...given, validate: "full" }))
        expect(found).toEqual(reference(policy, bytes, given))
      }),
      { numRuns: 500 },
    )
  })
})
