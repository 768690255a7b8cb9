import { corpusKinds } from "./corpora.mjs"
import { manyOverThousand, twentyOverSixty } from "./policies.mjs"

/** What ours are held to, as least ratios to JSON.parse alone: by contestant, then by setting. */
const budgets = {
  "Assay, evaluateBytes, shape": { mixed: 10, short: 6, long: 4, "mixed, args": 6 },
  "Assay, evaluateBytes, full": { mixed: 4 },
  "Assay, evaluateStream of a file": { mixed: 7 },
}

/** The least ratio that a contestant is held to in a setting; undefined where there is none. */
export const budgetOf = (contestant, setting) => budgets[contestant]?.[setting]

/**
 * What is measured: a corpus and a policy each. `{ id, table, column, corpus: { kind, tools }, document() }`; `crowded`
 * settings are the ones on which everybody is measured, peers, files and the command.
 */
export const settings = [false, true].flatMap((args) => [
  ...corpusKinds.map((kind) => ({
    id: args ? `${kind}, args` : kind,
    table: args ? "with arg rules" : "without arg rules",
    column: kind,
    crowded: kind === "mixed",
    corpus: { kind, tools: 60 },
    document: () => twentyOverSixty({ args }),
  })),
  {
    id: args ? "10,000 rules, args" : "10,000 rules",
    table: args ? "with arg rules" : "without arg rules",
    column: "10,000 rules",
    crowded: false,
    corpus: { kind: "mixed", tools: 1000 },
    document: () => manyOverThousand({ args }),
  },
])
