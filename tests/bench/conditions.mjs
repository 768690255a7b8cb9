/**
 * What the arg rules of the benchmark ask of a call's args, each in the words of a policy and again in those of every
 * contestant: a closure by hand, CEL, Rego, Cedar. `in` says where a policy writes it: in a selector (`args_match`,
 * `args`), or under `tools` (`arg_constraints`, `schemas`).
 */
export const conditions = {
  watched: {
    in: "selector",
    words: { args_match: { account: "^acc_9" } },
    holds: (args) => typeof args.account === "string" && args.account.startsWith("acc_9"),
    cel: 'has(args.account) && args.account.matches("^acc_9")',
    rego: 'regex.match("^acc_9", args.account)',
    cedar: 'context.args has account && context.args.account like "acc_9*"',
  },
  urgent: {
    in: "selector",
    words: { args_match: { note: "paid|owner" } },
    holds: (args) => typeof args.note === "string" && /paid|owner/.test(args.note),
    cel: 'has(args.note) && args.note.matches("paid|owner")',
    rego: 'regex.match("paid|owner", args.note)',
    cedar: 'context.args has note && (context.args.note like "*paid*" || context.args.note like "*owner*")',
  },
  large: {
    in: "selector",
    words: { args: { type: "object", required: ["amount"], properties: { amount: { type: "number", minimum: 900 } } } },
    holds: (args) => typeof args.amount === "number" && args.amount >= 900,
    cel: "has(args.amount) && args.amount >= 900.0",
    rego: "args.amount >= 900",
    cedar: "context.args has amount && context.args.amount >= 900",
  },
  bounded: {
    in: "arg_constraints",
    words: { amount: { min: 0, max: 1000 }, mode: { enum: ["fast", "safe", "dry"] } },
    holds: (args) =>
      (typeof args.amount !== "number" || (args.amount >= 0 && args.amount <= 1000)) &&
      (args.mode === undefined || args.mode === "fast" || args.mode === "safe" || args.mode === "dry"),
    cel: 'args.amount >= 0.0 && args.amount <= 1000.0 && args.mode in ["fast", "safe", "dry"]',
    rego: 'args.amount >= 0; args.amount <= 1000; args.mode in {"fast", "safe", "dry"}',
    cedar:
      'context.args.amount >= 0 && context.args.amount <= 1000 && ["fast", "safe", "dry"].contains(context.args.mode)',
  },
  shaped: {
    in: "schemas",
    words: {
      type: "object",
      required: ["amount", "mode"],
      properties: {
        account: { type: "string", pattern: "^acc_[0-9]{4}$" },
        amount: { type: "integer", maximum: 4000 },
        mode: { type: "string", maxLength: 8 },
      },
    },
    holds: ({ account, amount, mode }) =>
      (account === undefined || (typeof account === "string" && /^acc_[0-9]{4}$/.test(account))) &&
      Number.isInteger(amount) &&
      amount <= 4000 &&
      typeof mode === "string" &&
      mode.length <= 8,
    cel: 'args.account.matches("^acc_[0-9]{4}$") && args.amount <= 4000.0 && size(args.mode) <= 8',
    rego: 'regex.match("^acc_[0-9]{4}$", args.account); args.amount <= 4000; count(args.mode) <= 8',
    cedar: 'context.args.account like "acc_*" && context.args.amount <= 4000',
  },
}

const bySpelling = new Map(Object.values(conditions).map((condition) => [JSON.stringify(condition.words), condition]))

/** The condition that these words of a policy spell. Throws on words that this benchmark does not have. */
export function conditionOf(words) {
  const condition = bySpelling.get(JSON.stringify(words))
  if (condition === undefined) throw new TypeError(`no such condition here: ${JSON.stringify(words)}`)
  return condition
}
