import type { RuleInfo } from "../program/model.ts"

/**
 * What went wrong, in one sentence made of the rule and the call's index alone, so that a guard
 * restored elsewhere says the same. `atEnd`: only the end of the trace decided.
 */
export function sentence(rule: RuleInfo, call: number, atEnd: boolean): string {
  const [first = "", second = ""] = rule.operands.map((operand) => `\`${operand}\``)
  const bound = rule.bound ?? 0
  switch (rule.type) {
    case "allow":
      return `Call ${call} is of a tool that is not on the allow list.`
    case "deny":
      return `Call ${call} is of a tool that is denied.`
    case "ask":
      return `Call ${call} is of a tool that needs approval.`
    case "args":
      return `Call ${call} is of ${first}, with arguments that its checks refuse.`
    case "require":
      return `${first} was never called.`
    case "eventually":
      return `${first} was not among the first ${times(bound, "call")}.`
    case "max_calls":
      return `Call ${call} goes beyond the limit of ${times(bound, "call")} of ${first}.`
    case "before":
      return `Call ${call} is of ${second}, with no ${first} before it.`
    case "after":
      return `${first} was not followed by ${second} within ${times(bound, "call")}.`
    case "never_after":
      return `Call ${call} is of ${second}, after ${first}.`
    case "sequence":
      return sequenceSentence(rule, call, atEnd)
    case "blocklist":
      return `Call ${call} is of a tool whose name contains ${first}.`
  }
}

function sequenceSentence(rule: RuleInfo, call: number, atEnd: boolean): string {
  const order = rule.operands.map((operand) => `\`${operand}\``).join(", ")
  if (atEnd) return `The sequence ${order} was begun but not finished.`
  return rule.strict
    ? `Call ${call} breaks into the sequence ${order}.`
    : `Call ${call} skips ahead in the sequence ${order}.`
}

function times(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}
