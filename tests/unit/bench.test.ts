import { createHash } from "node:crypto"
import { expect, test } from "vitest"
import { Policy } from "../../src/index.ts"
import { ours } from "../bench/bytes.mjs"
import { corpus, corpusKinds, sampleOf } from "../bench/corpora.mjs"
import { policyOf } from "../bench/ours.mjs"
import { Facts } from "../bench/peers/facts.mjs"
import { planOf } from "../bench/peers/plan.mjs"
import { assertTallies } from "../bench/race.mjs"
import { handWritten, parsedLines } from "../bench/scripted.mjs"
import { settings } from "../bench/settings.mjs"

const bytes = 200_000

interface Term {
  readonly fact: "first" | "last" | "count"
  readonly of: string
}

interface Tree {
  readonly less?: readonly (Term | number)[]
  readonly all?: readonly Tree[]
  readonly any?: readonly Tree[]
}

type Known = Record<Term["fact"], Record<string, number>>

const hashOf = (made: Uint8Array): string => createHash("sha256").update(made).digest("hex").slice(0, 16)

/** What an engine does with the tree of a rule. */
function holds(tree: Tree, known: Known): boolean {
  if (tree.all) return tree.all.every((each) => holds(each, known))
  if (tree.any) return tree.any.some((each) => holds(each, known))
  const [a, b] = tree.less!.map((term) => (typeof term === "number" ? term : known[term.fact][term.of]!))
  return a! < b!
}

test("the corpora are the same bytes on every machine", () => {
  const hashes = corpusKinds.map((kind: string) => {
    const [once, again] = [1, 2].map(() => hashOf(corpus({ kind, tools: 60, bytes })))
    expect(again).toBe(once)
    return [kind, once]
  })
  expect(Object.fromEntries(hashes)).toMatchInlineSnapshot(`
    {
      "long": "4126c9fbf100fc28",
      "mixed": "b0970864b0dcb9f3",
      "non-ascii": "8eea8c82213bbc85",
      "short": "4ebdc2924820547d",
    }
  `)
})

test("a corpus is whole lines of UTF-8, traces of about fifty calls of the size that its kind says", () => {
  const sizes = corpusKinds.map((kind: string) => {
    const made = corpus({ kind, tools: 60, bytes })
    expect(made.at(-1)).toBe(10)
    expect(made.length).toBeGreaterThanOrEqual(bytes)
    const traces = [...parsedLines(made)]
    const calls = traces.reduce((sum: number, trace: { calls: unknown[] }) => sum + trace.calls.length, 0)
    expect(calls / traces.length).toBeGreaterThan(40)
    return Math.round(made.length / calls / 10) * 10
  })
  expect(sizes).toEqual([190, 60, 860, 260])
})

test("a tenth of the strings of the mixed corpus is not ASCII", () => {
  const strings: string[] = []
  for (const { calls } of parsedLines(corpus({ kind: "mixed", tools: 60, bytes }))) {
    for (const { tool, args, id } of calls) strings.push(tool, args.account, args.mode, args.note, id)
  }
  const foreign = strings.filter((text) => [...text].some((character) => character > "\x7f"))
  expect(Math.round((100 * foreign.length) / strings.length)).toBe(10)
})

test("a sample is whole lines too", () => {
  const made = corpus({ kind: "short", tools: 60, bytes })
  const sample = sampleOf(made, 50_000)
  expect(sample.at(-1)).toBe(10)
  expect(sample.length).toBeLessThanOrEqual(50_000)
  expect([...parsedLines(sample)].length).toBeGreaterThan(5)
})

test.each(settings)("all contestants say the same: $id", async ({ corpus: of, document }) => {
  const made = corpus({ ...of, bytes: bytes * 5 })
  const policy = document()
  const referee = handWritten(policy)
  const said = referee.run(made)
  expect(said.violated).toBeGreaterThan(0)
  expect(said.violated).toBeLessThan(said.traces / 4)
  const contestants = [referee, ...ours(policyOf({ Policy }, policy))]
  expect(await assertTallies(contestants, made, referee)).toBe(contestants.length)
})

test("one that says something else is found out", async () => {
  const [{ corpus: of, document }] = settings as [(typeof settings)[number]]
  const made = corpus({ ...of, bytes })
  const wrong = { name: "wrong", run: () => "0 of 0 traces" }
  await expect(assertTallies([wrong], made, handWritten(document()))).rejects.toThrow("wrong says")
})

test.each(settings.filter(({ crowded }) => crowded))(
  "what peers are asked is the policy: $id",
  ({ corpus: of, document }) => {
    const policy = document()
    const plan = planOf(policy)
    const facts = new Facts(plan)
    const referee = handWritten(policy)
    const asks = (condition: { holds(args: unknown): boolean }, args: unknown): boolean => condition.holds(args)
    const made = corpus({ ...of, bytes: bytes * 5 })
    let violated = 0
    for (const { calls } of parsedLines(made)) {
      const known = facts.of(calls, asks) as Known
      if (plan.rules.some((rule: { violated: Tree }) => holds(rule.violated, known))) violated++
    }
    expect(violated).toBe(referee.run(made).violated)
  },
)
