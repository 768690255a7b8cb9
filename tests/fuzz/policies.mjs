// Policies that ask for more and more of a call, and what of it their rules read.
const nothing = () => false

export const policies = [
  {
    text: `version: "2"
tools: { deny: [Delete] }
sequences:
  - { type: before, first: Search, then: Create }
  - { type: max_calls, tool: Search, max: 2 }
`,
    reads: nothing,
  },
  {
    text: `version: "2"
tools:
  require_args: { Create: [amount] }
  arg_constraints: { Create: { amount: { type: number, minimum: 7 } } }
sequences:
  - { type: before, first: { tool: Search, args_match: { account: "^acc_9" } }, then: Create }
`,
    reads: (tool, field) => field === "args" && (tool === "Search" || tool === "Create"),
  },
  {
    text: `version: "2"
sequences:
  - { type: never_after, trigger: { tool: Search, status: error }, forbidden: { tool: Create, agent: a } }
  - { type: after, trigger: { tool: Create, result: { type: object } }, then: Search, within: 1 }
`,
    reads: (tool, field) => field === "result" && tool === "Create",
  },
  {
    text: `version: "2"
tools:
  schemas:
    Search:
      type: object
      properties: { note: { $ref: "#/$defs/deep" }, x: { uniqueItems: true } }
      $defs: { deep: { anyOf: [{ type: [string, number, "null"] }, { type: object, additionalProperties: { $ref: "#/$defs/deep" } }] } }
sequences:
  - { type: require, tool: { tool: Other, result_match: { "": "(a|b)+c?" } } }
`,
    reads: (tool, field) => (tool === "Search" && field === "args") || (tool === "Other" && field === "result"),
  },
]
