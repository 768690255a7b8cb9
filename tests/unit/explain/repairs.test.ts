import { describe, expect, test } from "vitest"
import { type Edit, Policy, TraceExplainer } from "../../../src/index.ts"
import { breach } from "../../oracle/oracle.ts"
import {
  alphabetOf,
  everyRule,
  everyTrace,
  kindsOf,
  listRule,
  operands,
  policyText,
  type TwinRule,
} from "../../oracle/rules.ts"

type Shape = "insert" | "delete" | "insert insert" | "delete insert" | "delete delete"

/** The trace with the edits of a repair made; indices are those of the trace as it was. */
function repaired(calls: readonly string[], repair: readonly Edit[]): string[] {
  const output: string[] = []
  for (let call = 0; call <= calls.length; call++) {
    for (const edit of repair) if (edit.edit === "insert" && edit.call === call) output.push(edit.tool)
    const deleted = repair.some((edit) => edit.edit === "delete" && edit.call === call)
    if (call < calls.length && !deleted) output.push(calls[call]!)
  }
  return output
}

const shapeOf = (repair: readonly Edit[]): Shape =>
  repair
    .map(({ edit }) => edit)
    .sort()
    .join(" ") as Shape

/** All traces that one insertion or deletion makes, apart. */
function neighbours(calls: readonly string[], alphabet: readonly string[]): Record<"insert" | "delete", string[][]> {
  const inserted = Array.from({ length: calls.length + 1 }, (_, at) =>
    alphabet.map((tool) => calls.toSpliced(at, 0, tool)),
  )
  return { insert: inserted.flat(), delete: calls.map((_, at) => calls.toSpliced(at, 1)) }
}

/** By trying: the ways in which the fewest edits, at most two, satisfy the rule. */
function shapesByTrying(twin: TwinRule): (calls: readonly string[], complete: boolean) => ReadonlySet<Shape> {
  const alphabet = alphabetOf(twin)
  const kind = kindsOf(twin)
  const known = new Map<string, boolean>()
  const isGood = (calls: readonly string[], complete: boolean): boolean => {
    const key = `${complete} ${kind(calls)}`
    const good = known.get(key) ?? breach(twin.rule, calls, complete) === undefined
    known.set(key, good)
    return good
  }
  return (calls, complete) => {
    const once = neighbours(calls, alphabet)
    const ways = (list: string[][]): boolean => list.some((each) => isGood(each, complete))
    const single = (["insert", "delete"] as const).filter((edit) => ways(once[edit]))
    if (single.length > 0) return new Set(single)
    const double = new Set<Shape>()
    for (const first of ["insert", "delete"] as const) {
      for (const each of once[first]) {
        const twice = neighbours(each, alphabet)
        for (const second of ["insert", "delete"] as const) {
          const shape = [first, second].sort().join(" ") as Shape
          if (!double.has(shape) && ways(twice[second])) double.add(shape)
        }
      }
    }
    return double
  }
}

/** An insertion and the deletion of the same call's neighbour can be written both ways; the shapes are what counts. */
function check(
  twins: readonly TwinRule[],
  traces: readonly (readonly string[])[],
): { violations: number; wrong: string[] } {
  const wrong: string[] = []
  let violations = 0
  for (const twin of twins) {
    const policy = Policy.parse(policyText([twin]))
    const explainer = new TraceExplainer(policy)
    const trying = shapesByTrying(twin)
    const kind = kindsOf(twin)
    const seen = new Set<string>()
    for (const calls of traces) {
      if (seen.has(kind(calls))) continue
      seen.add(kind(calls))
      for (const extent of ["complete", "partial"] as const) {
        const { verdict, rules } = explainer.explain(calls, { extent })
        const repairs = rules[0]?.repairs
        if (verdict.rules[0]?.outcome !== "violated") {
          if (repairs !== undefined)
            wrong.push(`${JSON.stringify(twin.written)} on ${calls}: repairs of what is not broken`)
          continue
        }
        violations++
        const wanted = [...trying(calls, extent === "complete")].sort().join(", ")
        const got = (repairs ?? []).map(shapeOf).sort().join(", ")
        const failing = (repairs ?? []).filter(
          (repair) => policy.evaluate(repaired(calls, repair), { extent }).rules[0]?.outcome === "violated",
        )
        if (got !== wanted || failing.length > 0)
          wrong.push(
            `${JSON.stringify(twin.written)} on [${calls}] (${extent}): ${got}; tried ${wanted}; ${JSON.stringify(failing)}`,
          )
      }
    }
  }
  return { violations, wrong }
}

describe("what would have passed", () => {
  test("is what trying every edit finds: every rule, every trace up to three calls", () => {
    const { violations, wrong } = check(everyRule(), everyTrace(3))
    expect(wrong.slice(0, 10)).toEqual([])
    expect(violations).toBeGreaterThan(5000)
  })

  test("is what trying finds for the lists, and for longer traces of some rules", () => {
    const lists = [...operands, undefined].flatMap((one) => [listRule("allow", one), listRule("deny", one)])
    const some = everyRule().filter((_, index) => index % 41 === 0)
    const { violations, wrong } = check([...lists, ...some], everyTrace(5))
    expect(wrong.slice(0, 10)).toEqual([])
    expect(violations).toBeGreaterThan(500)
  })

  test("is nearest to where it went wrong", () => {
    const explain = (rule: string, calls: string[]) =>
      new TraceExplainer(Policy.parse(`version: "1.1"\nsequences: [${rule}]`)).explain(calls).rules[0]?.repairs
    expect(explain("{type: before, first: Verify, then: Refund}", ["A", "B", "Refund", "C"])).toEqual([
      [{ edit: "insert", call: 2, tool: "Verify" }],
      [{ edit: "delete", call: 2, tool: "Refund" }],
    ])
    expect(explain("{type: after, trigger: Refund, then: Tell, within: 2}", ["A", "Refund", "B", "C"])).toEqual([
      [{ edit: "insert", call: 2, tool: "Tell" }],
      [{ edit: "delete", call: 1, tool: "Refund" }],
    ])
    expect(explain("{type: max_calls, tool: A, max: 1}", ["A", "B", "A", "A"])).toEqual([
      [
        { edit: "delete", call: 2, tool: "A" },
        { edit: "delete", call: 3, tool: "A" },
      ],
    ])
    expect(explain("{type: max_calls, tool: A, max: 1}", ["A", "A", "A", "A"])).toEqual([])
    expect(explain("{type: require, tool: 'search_*'}", ["A"])).toEqual([
      [{ edit: "insert", call: 1, tool: "search_example" }],
    ])
  })

  test("is left out where the search would be too large, and never guessed", () => {
    const members = Array.from({ length: 250 }, (_, index) => `T${index}`)
    const policy = Policy.parse(`version: "1.1"\nsequences: [{type: sequence, strict: true, tools: [${members}]}]`)
    const explained = new TraceExplainer(policy).explain([...members.slice(0, 2), ...Array(20_000).fill("x")])
    expect(explained.rules[0]).not.toHaveProperty("repairs")
    expect(new TraceExplainer(policy).explain(members.toSpliced(7, 1)).rules[0]?.repairs).toEqual([
      [{ edit: "insert", call: 7, tool: "T7" }],
      // Never begun, the sequence is not broken either.
      [{ edit: "delete", call: 0, tool: "T0" }],
    ])
  })
})
