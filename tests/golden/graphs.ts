import { CoverageAnalyzer } from "../../src/coverage/index.ts"
import { Policy } from "../../src/index.ts"
import { type RuleGraph, ruleGraphs } from "../../src/report/diagram/index.ts"

/** One rule of each type, and each kind of sequence. */
const everyRule = `version: "1.1"
tools:
  allow: [A, B, C, Mail, "search_*"]
  deny: [Drop]
sequences:
  - { type: require, tool: A }
  - { type: eventually, tool: B, within: 3 }
  - { type: max_calls, tool: A, max: 2 }
  - { type: before, first: A, then: B }
  - { type: after, trigger: A, then: B, within: 2 }
  - { type: never_after, trigger: A, forbidden: C }
  - { type: sequence, tools: [A, B, C] }
  - { type: sequence, tools: [A, B, C], strict: true }
  - { type: blocklist, pattern: admin }
`

/** The automata of all types of rules, as the policy's tables have them. */
export function graphsOfEveryRule(): readonly RuleGraph[] {
  return ruleGraphs(Policy.parse(everyRule))
}

/** The same with the transitions marked that two traces took. */
export function overlaidGraphs(): readonly RuleGraph[] {
  const policy = Policy.parse(everyRule)
  return ruleGraphs(
    policy,
    new CoverageAnalyzer(policy).analyze([
      ["A", "B", "C"],
      ["A", "A", "A"],
    ]),
  )
}

/** A graph whose every name is `name`: what the formats must not take literally. */
export function graphNamed(name: string): RuleGraph {
  return {
    rule: name,
    initial: `${name} 1`,
    states: [
      { name: `${name} 1`, partial: "not_exercised", complete: "not_exercised" },
      { name: `${name} 2`, partial: "pending", complete: "violated" },
      { name: `${name} 3`, partial: "held", complete: "held" },
    ],
    transitions: [
      { from: `${name} 1`, to: `${name} 2`, on: name, offends: false, count: 3 },
      { from: `${name} 2`, to: `${name} 3`, on: name, offends: true },
      { from: `${name} 3`, to: `${name} 3`, on: name, offends: false },
    ],
  }
}

/** Names that would end a label, begin markup, or mean something to Mermaid or Graphviz. */
export const hostileNames: readonly string[] = [
  '"',
  "'",
  ";",
  ":",
  "::",
  "#",
  "##",
  "#quot;",
  "&quot;",
  "&#34;",
  "%%",
  "%%{init: {}}%%",
  "-->",
  "--",
  "[*]",
  "[[x]]",
  "{",
  "}",
  "end",
  "state",
  "note",
  "class",
  "classDef",
  "direction TB",
  "<<fork>>",
  "<<choice>>",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<b>bold</b>",
  "<br/>",
  "**bold**",
  "_em_",
  "`code`",
  "a\nb",
  "a\r\nb",
  "a\\nb",
  "\\",
  '\\"',
  "\\N",
  "\\l",
  "$$x^2$$",
  "@user",
  "https://example.com",
  "javascript:alert(1)",
  "click s0 call alert(1)",
  "\u202eabc",
  "\u0000",
  "日本語",
  "🙂",
  "",
  " ",
  "fa:fa-ban",
  "1. one",
  "- item",
  "# head",
  "~~gone~~",
  "[text](https://example.com)",
  "![x](y.png)",
  "<https://example.com>",
  "a*b*c",
  "search_*",
  "__init__",
  "a_b_c",
  "* x",
  "+ x",
  "> q",
  "```js",
  "***",
  "---",
  "===",
  "| a | b |",
  "&amp;",
  "#8288;",
  "direction  LR",
  "s0 --> s1",
  "\\*",
  "\\_a_",
  "accTitle: x",
  "state x as y",
  "fas:fa-user",
  "$x$",
  "(a)",
  "::: cls",
  "a|b",
  "x".repeat(500),
]
