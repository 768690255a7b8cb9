import { conditions } from "./conditions.mjs"
import { pick, randomFrom } from "./seeded.mjs"
import { toolSet } from "./tool-sets.mjs"

/**
 * Twenty rules of every kind over 60 tools, for the corpora of corpora.mjs. With `args` four of the rules read args, and
 * fourteen tools have a schema or constraints: about a third of the calls is read.
 */
export function twentyOverSixty({ args = false } = {}) {
  const [{ open, identify, close, transfer, drop, others }] = toolSet(60).departments
  const when = (tool, name) => (args ? { tool, ...conditions[name].words } : tool)
  const read = Object.fromEntries([
    ["arg_constraints", others.slice(20, 27)],
    ["schemas", others.slice(27, 34)],
  ])
  const asked = (kind, name) => Object.fromEntries(read[kind].map((tool) => [tool, conditions[name].words]))
  return {
    version: "1.1",
    name: `20 rules over 60 tools${args ? ", args read" : ""}`,
    aliases: { payments: [others[5], others[6], others[15]], writes: others.slice(30, 40) },
    tools: {
      allow: [open, identify, close, transfer, drop, ...others],
      deny: [drop],
      ...(args && {
        arg_constraints: asked("arg_constraints", "bounded"),
        schemas: asked("schemas", "shaped"),
      }),
    },
    sequences: [
      { type: "require", tool: open },
      { type: "require", tool: identify },
      { type: "eventually", tool: identify, within: 5 },
      { type: "max_calls", tool: "payments", max: 40 },
      { type: "max_calls", tool: when(others[1], "watched"), max: 40 },
      { type: "max_calls", tool: transfer, max: 1 },
      { type: "before", first: identify, then: "payments" },
      { type: "before", first: identify, then: "writes" },
      { type: "before", first: open, then: when(others[3], "urgent") },
      { type: "before", first: open, then: identify },
      { type: "after", trigger: when(others[7], "large"), then: close, within: 80 },
      { type: "after", trigger: others[8], then: close, within: 80 },
      { type: "never_after", trigger: transfer, forbidden: "payments" },
      { type: "never_after", trigger: transfer, forbidden: "writes" },
      { type: "never_after", trigger: drop, forbidden: when(others[9], "urgent") },
      { type: "sequence", tools: [open, identify, close] },
      { type: "blocklist", pattern: "drop_" },
      { type: "blocklist", pattern: "shell" },
    ],
  }
}

/** 10,000 rules over 1,000 tools, about eleven that read a tool; with `args` those of every third tool read args. */
export function manyOverThousand({ args = false, rules = 10_000, tools = 1000 } = {}) {
  const random = randomFrom(21)
  const { departments } = toolSet(tools)
  const names = Object.keys(conditions).filter((name) => conditions[name].in === "selector")
  const sequences = Array.from({ length: rules }, (_, i) => {
    const department = departments[i % departments.length]
    const place = Math.floor(random() * department.others.length)
    const tool = department.others[place]
    const one = args && place % 3 === 0 ? { tool, ...conditions[pick(random, names)].words } : tool
    return ruleOf(Math.floor(i / departments.length) % 5, department, one)
  })
  const sized = departments.flatMap(({ others }) => others.filter((_, i) => i % 6 === 0))
  const constraints = Object.fromEntries(sized.map((tool) => [tool, conditions.bounded.words]))
  return {
    version: "1.1",
    name: `10,000 rules over 1,000 tools${args ? ", args read" : ""}`,
    ...(args && { tools: { arg_constraints: constraints } }),
    sequences,
  }
}

function ruleOf(kind, { identify, close, transfer, drop }, tool) {
  switch (kind) {
    case 0:
      return { type: "max_calls", tool, max: 40 }
    case 1:
      return { type: "before", first: identify, then: tool }
    case 2:
      return { type: "never_after", trigger: transfer, forbidden: tool }
    case 3:
      return { type: "after", trigger: tool, then: close, within: 80 }
    default:
      return { type: "never_after", trigger: drop, forbidden: tool }
  }
}
