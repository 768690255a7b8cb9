import type { Names, OracleRule } from "./oracle.ts"

/** The three tools that traces are made of. One is a prefix of another, so that patterns can overlap names. */
export const tools = ["Search", "SearchWeb", "Create"] as const

/**
 * One name of every kind that a rule below can tell apart: `SearchX` and `MyWeb` only patterns know, `Search*` holds a
 * blocklist's pattern, `zz` nothing names.
 */
export const alphabet: readonly string[] = [...tools, "SearchX", "Search*", "MyWeb", "Nothing", "zz"]

export const aliases = { web: ["SearchWeb", "Create"], none: [] } as const

/** An operand as it stands in a policy, and by hand the names of the alphabet that it means. */
export interface Operand {
  readonly written: unknown
  readonly names: Names
}

function operand(written: unknown, ...members: readonly string[]): Operand {
  return { written, names: (tool) => members.includes(tool) }
}

export const operands: readonly Operand[] = [
  operand("Search", "Search"),
  operand("Create", "Create"),
  operand("Search*", "Search", "SearchWeb", "SearchX", "Search*"),
  operand("web", "SearchWeb", "Create"),
  operand("*", ...alphabet),
  operand(["Search", "Create"], "Search", "Create"),
  operand("*Web", "SearchWeb", "MyWeb"),
  operand("Nothing", "Nothing"),
  operand("none"),
]

/** One rule twice: as a policy says it, and as the oracle reads it. */
export interface TwinRule {
  readonly id: string
  readonly written: Readonly<Record<string, unknown>>
  readonly rule: OracleRule
  /** The predicates by which the rule tells names apart. */
  readonly sees: readonly Names[]
}

const bounds = [0, 1, 2, 3] as const

/** Every rule type over every operand, bounds 0 to 3; sequences of three draw from the first five operands. */
export function everyRule(): readonly TwinRule[] {
  return [...unaryRules(), ...binaryRules(), ...sequenceRules(), ...blocklistRules()].map((twin, i) => ({
    ...twin,
    id: `r${i}`,
  }))
}

type Unnamed = Omit<TwinRule, "id">

function unaryRules(): readonly Unnamed[] {
  return operands.flatMap(({ written, names }) => {
    const sees = [names]
    return [
      { written: { type: "require", tool: written }, rule: { type: "require" as const, tool: names }, sees },
      ...bounds.flatMap((bound) => [
        {
          written: { type: "eventually", tool: written, within: bound },
          rule: { type: "eventually" as const, tool: names, within: bound },
          sees,
        },
        {
          written: { type: "max_calls", tool: written, max: bound },
          rule: { type: "max_calls" as const, tool: names, max: bound },
          sees,
        },
      ]),
    ]
  })
}

function binaryRules(): readonly Unnamed[] {
  return pairs(operands).flatMap(([one, two]) => {
    const sees = [one.names, two.names]
    return [
      {
        written: { type: "before", first: one.written, then: two.written },
        rule: { type: "before" as const, first: one.names, then: two.names },
        sees,
      },
      {
        written: { type: "never_after", trigger: one.written, forbidden: two.written },
        rule: { type: "never_after" as const, trigger: one.names, forbidden: two.names },
        sees,
      },
      ...bounds.map((within) => ({
        written: { type: "after", trigger: one.written, then: two.written, within },
        rule: { type: "after" as const, trigger: one.names, then: two.names, within },
        sees,
      })),
    ]
  })
}

function sequenceRules(): readonly Unnamed[] {
  const few = operands.slice(0, 5)
  const triples = pairs(few).flatMap((pair) => few.map((third) => [...pair, third]))
  const members = [[], ...operands.map((one) => [one]), ...pairs(operands), ...triples]
  return members.flatMap((list) =>
    [false, true].map((strict) => {
      const sees = list.map(({ names }) => names)
      const written = { type: "sequence", tools: list.map((one) => one.written), strict }
      return { written, rule: { type: "sequence" as const, tools: sees, strict }, sees }
    }),
  )
}

function blocklistRules(): readonly Unnamed[] {
  return ["Search", "Web", "e", "zz", "Search*"].map((pattern) => ({
    written: { type: "blocklist", pattern },
    rule: { type: "blocklist" as const, pattern },
    sees: [(tool: string) => tool.includes(pattern)],
  }))
}

/** `allow`, `deny` or `ask` over one operand, or over nothing. */
export function listRule(type: "allow" | "deny" | "ask", one: Operand | undefined): TwinRule {
  const names = one?.names ?? (() => false)
  const written = { [type]: one === undefined ? [] : [one.written].flat() }
  return { id: type, written, rule: { type, tools: names }, sees: [names] }
}

/** The policy text in which all the rules stand, list rules under `tools`; JSON is YAML. */
export function policyText(twins: readonly TwinRule[], extra: (id: string) => object = () => ({})): string {
  const lists = twins.filter(({ written }) => !("type" in written))
  const rules = twins.filter(({ written }) => "type" in written)
  return JSON.stringify({
    version: "1.1",
    aliases,
    ...(lists.length > 0 && { tools: Object.assign({}, ...lists.map(({ written }) => written)) }),
    sequences: rules.map(({ id, written }) => ({ id, ...written, ...extra(id) })),
  })
}

/** Every trace up to a length over the tools, shortest first. */
export function everyTrace(longest: number): readonly (readonly string[])[] {
  const traces: (readonly string[])[] = [[]]
  for (let from = 0, length = 1; length <= longest; length++) {
    const until = traces.length
    for (; from < until; from++) for (const tool of tools) traces.push([...(traces[from] ?? []), tool])
  }
  return traces
}

/** Writes a trace as the operands that match each call: two traces of the same kind are the same to the rule. */
export function kindsOf(twin: TwinRule): (calls: readonly string[]) => string {
  const letters = new Map(alphabet.map((tool) => [tool, String.fromCharCode(65 + classOf(twin, tool))]))
  return (calls) => {
    let kind = ""
    for (const tool of calls) kind += letters.get(tool)
    return kind
  }
}

/** The alphabet with one name for each kind that the rule tells apart. */
export function alphabetOf(twin: TwinRule): readonly string[] {
  return [...new Map(alphabet.map((tool) => [classOf(twin, tool), tool])).values()]
}

function classOf({ sees }: TwinRule, tool: string): number {
  return sees.reduce((bits, names, k) => bits + (names(tool) ? 1 << k : 0), 0)
}

function pairs(list: readonly Operand[]): readonly (readonly [Operand, Operand])[] {
  return list.flatMap((one) => list.map((two) => [one, two] as const))
}
