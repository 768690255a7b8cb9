import { codeSpan } from "../page/markdown-text.ts"
import type { RuleGraph } from "./graph.ts"
import { renderMermaid } from "./mermaid.ts"

/** One rule as a Mermaid diagram; several as Markdown with a diagram each, for Mermaid knows one diagram a text. */
export function renderMermaidPage(graphs: readonly RuleGraph[]): string {
  const [only, ...others] = graphs
  if (only === undefined) return ""
  if (others.length === 0) return renderMermaid(only)
  // Labels hold no backtick: they are entity codes.
  return graphs
    .map((graph) => `## ${codeSpan(graph.rule, false)}\n\n\`\`\`mermaid\n${renderMermaid(graph)}\`\`\`\n`)
    .join("\n")
}
