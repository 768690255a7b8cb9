import { createTrajectoryMatchEvaluator } from "agentevals"

export const name = "agentevals"
export const does =
  "Knows only whether all tools of a reference trajectory were called (superset match, args ignored), so it judges the require rules alone and is held to those."

/** The part of a policy that it can judge. */
export const partOf = ({ version, sequences }) => ({
  version,
  sequences: sequences.filter(({ type }) => type === "require"),
})

/** `judge(calls)` resolves to whether the trace is in order. */
export function judgeOf(document) {
  const evaluator = createTrajectoryMatchEvaluator({ trajectoryMatchMode: "superset", toolArgsMatchMode: "ignore" })
  const referenceOutputs = conversation(partOf(document).sequences.map(({ tool }) => ({ tool, args: {} })))
  return async (calls) => (await evaluator({ outputs: conversation(calls), referenceOutputs })).score === true
}

const conversation = (calls) => [
  {
    role: "assistant",
    content: "",
    tool_calls: calls.map(({ tool, args }) => ({ function: { name: tool, arguments: JSON.stringify(args) } })),
  },
]
