import { describe, expect, it } from "vitest"
import { CoverageAnalyzer, Guard, Policy, TraceExplainer } from "../../src/index.ts"
import { matchesGlob, parseGlob } from "../../src/policy/glob.ts"
import { checkPolicy } from "../../src/policy/index.ts"
import { readTraces } from "../../src/trace/index.ts"

/**
 * Time is fitted as n^k. Single timings lie, so each size keeps the least of many that are spread over
 * the whole attempt, and an attempt that misses is repeated: noise makes things slower, never less than they cost.
 */
const attempts = 5
const rounds = 7
/** Between the linear growth that is promised and the quadratic that would be a fault. */
const mostLinear = 1.3

/** Work of one size: called again and again, and timed. */
type Work = (size: number) => () => unknown

/** What work returned, so that no compiler leaves it out. */
const kept: { value: unknown } = { value: undefined }

/** Processor time: what other processes do to the clock on the wall does not count. Milliseconds. */
function least(before: number, run: () => unknown): number {
  const started = process.cpuUsage()
  kept.value = run()
  const { user, system } = process.cpuUsage(started)
  return Math.min(before, (user + system) / 1000)
}

function exponentOnce(sizes: readonly number[], work: Work): number {
  const runs = sizes.map((size) => work(size))
  const times = sizes.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < rounds; round++) {
    for (const [i, run] of runs.entries()) times[i] = least(times[i]!, run)
  }
  return slope(sizes.map(Math.log), times.map(Math.log))
}

/** The slope of the line of least squares. */
function slope(xs: readonly number[], ys: readonly number[]): number {
  const mean = (list: readonly number[]): number => list.reduce((sum, item) => sum + item, 0) / list.length
  const [x, y] = [mean(xs), mean(ys)]
  const rise = xs.reduce((sum, item, i) => sum + (item - x) * (ys[i]! - y), 0)
  return rise / xs.reduce((sum, item) => sum + (item - x) ** 2, 0)
}

/** The smallest of several measurements; no more than it takes to come below `enough`. */
function best(enough: number, measure: () => number): number {
  let found = measure()
  for (let more = 1; more < attempts && found >= enough; more++) found = Math.min(found, measure())
  return found
}

const exponent = (sizes: readonly number[], work: Work): number => best(mostLinear, () => exponentOnce(sizes, work))

const doubling = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from * 2 ** i)

const names = ["Search", "Create", "Pay", "Tell", "Think", "Note"]
/** Every kind of rule; bounds grow with nothing, so that counters, deadlines and evidence are all at work. */
const rules = [
  { type: "require", tool: "Search" },
  { type: "eventually", tool: "Tell", within: 50 },
  { type: "max_calls", tool: "Pay", max: 1_000_000 },
  { type: "max_calls", tool: "Create", max: 3 },
  { type: "before", first: "Search", then: "Create" },
  { type: "after", trigger: "Pay", then: "Tell", within: 1_000_000 },
  { type: "after", trigger: "Pay", then: "Nothing", within: 1_000_000 },
  { type: "never_after", trigger: "Note", forbidden: "Pay" },
  { type: "sequence", tools: ["Search", "Create", "Nothing"] },
  { type: "sequence", tools: ["Nothing", "Pay"], strict: true },
  { type: "blocklist", pattern: "Not" },
]
const policyOf = (more: readonly object[] = []): Policy =>
  Policy.parse(JSON.stringify({ version: "1.1", tools: { deny: ["Think"] }, sequences: [...rules, ...more] }))

const callsOf = (size: number): { tool: string }[] =>
  Array.from({ length: size }, (_, i) => ({ tool: names[(i * 7 + (i >> 3)) % names.length]! }))

describe("the meter", () => {
  const numbers = Float64Array.from({ length: 1 << 20 }, (_, i) => i)

  it("sees linear growth as linear", () => {
    const linear: Work = (size) => () => numbers.subarray(0, size).reduce((sum, item) => sum + item, 0)
    const found = exponent(doubling(1 << 14, 6), linear)
    expect(found).toBeGreaterThan(0.7)
    expect(found).toBeLessThan(mostLinear)
  })

  it("sees quadratic growth as more", () => {
    const quadratic: Work = (size) => () => {
      let sum = 0
      for (let i = 0; i < size; i++) for (let k = 0; k < size; k++) sum += numbers[i]! ^ k
      return sum
    }
    expect(exponent(doubling(64, 5), quadratic)).toBeGreaterThan(1.6)
  })
})

describe("time grows with the calls of a trace", () => {
  const policy = policyOf()

  it("check", () => {
    const work: Work = (size) => {
      const calls = callsOf(size)
      return () => policy.evaluate(calls)
    }
    // From where evidence outgrows the log and is fetched by a second run: that step is no growth.
    expect(exponent(doubling(16_000, 5), work)).toBeLessThan(mostLinear)
  })

  it("explain", () => {
    const explainer = new TraceExplainer(policy)
    const work: Work = (size) => {
      const calls = callsOf(size)
      return () => explainer.explain(calls)
    }
    expect(exponent(doubling(500, 5), work)).toBeLessThan(mostLinear)
  })

  it("what would have passed, where it takes two edits", () => {
    const explainer = new TraceExplainer(
      Policy.parse(`
version: "1.1"
sequences:
  - { type: after, trigger: Pay, then: Nothing, within: 10 }
  - { type: never_after, trigger: Search, forbidden: Pay }
  - { type: max_calls, tool: Pay, max: 0 }
  - { type: sequence, tools: [Begin, Go, End], strict: true }
`),
    )
    const work: Work = (size) => {
      const calls: string[] = Array(size).fill("Other")
      for (const [at, tool] of [
        [0, "Search"],
        [0.3, "Pay"],
        [0.6, "Pay"],
        [0.9, "Begin"],
      ] as const) {
        calls[Math.floor(at * size)] = tool
      }
      return () => explainer.explain(calls)
    }
    const explained = work(1000)() as ReturnType<TraceExplainer["explain"]>
    expect(explained.rules.map(({ repairs }) => repairs?.[0]?.length)).toEqual([2, 1, 2, 1])
    expect(exponent(doubling(2000, 5), work)).toBeLessThan(mostLinear)
  })

  it.each(["enforce", "shadow"] as const)("guard, mode %s", (mode) => {
    const guard = new Guard(policy, { mode })
    const work: Work = (size) => {
      const calls = callsOf(size)
      return () => {
        guard.reset()
        for (const call of calls) guard.check(call)
      }
    }
    expect(exponent(doubling(500, 6), work)).toBeLessThan(mostLinear)
  })
})

describe("time grows with the traces of a suite", () => {
  it("coverage", () => {
    const analyzer = new CoverageAnalyzer(policyOf())
    const calls = callsOf(50)
    const work: Work = (size) => {
      const traces = Array.from({ length: size }, (_, i) => calls.slice(i % 40))
      return () => analyzer.analyze(traces)
    }
    expect(exponent(doubling(250, 5), work)).toBeLessThan(mostLinear)
  })
})

describe("time grows with the rules of a policy", () => {
  const policyWith = (rules: readonly object[]): Policy =>
    Policy.parse(JSON.stringify({ version: "1.1", sequences: rules }))

  it("what would have passed, where every rule is violated by a tool of its own", () => {
    const work: Work = (size) => {
      const rules = Array.from({ length: size }, (_, i) => ({ type: "before", first: `q${i}`, then: `x${i}` }))
      const policy = policyWith(rules)
      const calls = Array.from({ length: 50 }, (_, i) => `x${i}`)
      return () => new TraceExplainer(policy).explain(calls)
    }
    expect(exponent(doubling(250, 5), work)).toBeLessThan(mostLinear)
  })

  it("a report on sequences of many members", () => {
    const members = Array.from({ length: 100 }, (_, i) => `m${i}`)
    const work: Work = (size) => {
      const rules = Array.from({ length: size }, (_, i) => ({
        ...{ id: `s${i}`, type: "sequence", strict: true },
        tools: members,
      }))
      const suite = new CoverageAnalyzer(policyWith(rules)).start()
      suite.add(members)
      return () => suite.report()
    }
    expect(exponent(doubling(8, 5), work)).toBeLessThan(mostLinear)
  })
})

describe("time grows with the bytes of the input", () => {
  const reading =
    (text: (size: number) => string): Work =>
    (size) => {
      const bytes = new TextEncoder().encode(text(size))
      return () => readTraces(bytes)
    }
  const lines = (size: number, line: (i: number) => object): string =>
    Array.from({ length: size }, (_, i) => JSON.stringify(line(i))).join("\n")

  it("a trace a line", () => {
    const work = reading((size) => lines(size, (i) => ({ id: `s${i}`, tools: names })))
    expect(exponent(doubling(250, 5), work)).toBeLessThan(mostLinear)
  })

  it("one long trace", () => {
    const work = reading((size) =>
      JSON.stringify({ calls: callsOf(size).map((call) => ({ ...call, args: { a: 1 } })) }),
    )
    expect(exponent(doubling(500, 5), work)).toBeLessThan(mostLinear)
  })

  it("a chat in which every call is answered", () => {
    const message = (i: number): object[] => [
      {
        role: "assistant",
        tool_calls: [{ id: `c${i}`, type: "function", function: { name: "Pay", arguments: "{}" } }],
      },
      { role: "tool", tool_call_id: `c${i}`, content: "done" },
    ]
    const chat = (size: number): string =>
      JSON.stringify([{ traj: Array.from({ length: size }, (_, i) => message(i)).flat() }])
    expect(readTraces(chat(3)).traces[0]?.trace?.calls.length).toBe(3)
    expect(exponent(doubling(250, 5), reading(chat))).toBeLessThan(mostLinear)
  })

  it("broken lines", () => {
    const work = reading((size) => `${lines(size, (i) => ({ tools: [`t${i}`] }))}\n{"tools":[\n`.repeat(2))
    expect(exponent(doubling(250, 5), work)).toBeLessThan(mostLinear)
  })
})

describe("time grows with the bytes of a policy", () => {
  const reading =
    (text: (size: number) => string): Work =>
    (size) => {
      const policy = text(size)
      return () => checkPolicy(policy)
    }
  const members = Array.from({ length: 200 }, (_, i) => `Tool${i}`).join(", ")

  it.each([
    ["rules", (size: number) => `version: 2\nsequences:\n${"- {type: require, tool: A}\n".repeat(size)}`],
    [
      "a long alias used often",
      (size: number) =>
        `version: 2\naliases: {A: [${members}]}\nsequences:\n${"- {type: require, tool: A}\n".repeat(size)}`,
    ],
    ["comments", (size: number) => `version: 2\n${"#\n".repeat(size * 20)}`],
    ["a long text", (size: number) => `version: 2\nname: ${"a ".repeat(size * 20)}`],
    ["brackets that nothing closes", (size: number) => "[".repeat(size * 20)],
  ])("%s", (_, text) => {
    expect(exponent(doubling(250, 5), reading(text))).toBeLessThan(mostLinear)
  })

  it("the worst pattern on the worst name", () => {
    const matching: Work = (size) => {
      const [glob, name] = [parseGlob(`*${"a*".repeat(size)}${"a".repeat(size)}b*`), "a".repeat(size * 20)]
      return () => matchesGlob(glob, name)
    }
    expect(exponent(doubling(1000, 5), matching)).toBeLessThan(mostLinear)
  })
})

describe("rules that a call does not name", () => {
  const others = Array.from({ length: 2000 }, (_, i) => [
    { type: "before", first: `first_${i}`, then: `then_${i}` },
    { type: "max_calls", tool: `counted_${i}`, max: i },
  ])
    .flat()
    .slice(0, 2000)
  const [few, many] = [policyOf(), policyOf(others)]

  it("are not stepped", () => {
    const calls = callsOf(200)
    const stepped = [few, many].map((policy) =>
      new TraceExplainer(policy).explain(calls).steps.map((step) => step.changes.map((change) => change.rule)),
    )
    expect(stepped[0]!.flat().length).toBeGreaterThan(200)
    expect(stepped[1]).toEqual(stepped[0])
  })

  it("cost a guarded call nothing", () => {
    const calls = callsOf(3000)
    const sessions = [few, many].map((policy) => {
      const guard = new Guard(policy, { mode: "shadow" })
      return () => {
        for (const call of calls) kept.value = guard.check(call)
      }
    })
    const ratio = (): number => {
      const times = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
      for (let round = 0; round < 9; round++) {
        for (const [i, session] of sessions.entries()) times[i] = least(times[i]!, session)
      }
      return times[1]! / times[0]!
    }
    expect(best(2, ratio)).toBeLessThan(2)
  })
})
