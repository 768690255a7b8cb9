import type { Template } from "./template.ts"

/** An agent that speaks with customers and may pay money back. */
export const support: Template = {
  name: "support",
  summary: "customers, identity and refunds",
  policy: `# What a support agent may do. Check traces against it with: assay check
version: "1.1"
name: support-agent

aliases:
  # One name for all the ways in which the customer hears from us.
  tell_customer: [send_email, send_chat_message]

tools:
  # Only these tools may be called; the others are refused.
  allow: [verify_identity, get_order, "search_*", issue_refund, escalate, tell_customer]
  # What no session may do, whatever is allowed above.
  deny: [delete_customer]

sequences:
  - id: verify-before-refund
    type: before
    first: verify_identity
    then: issue_refund
    message: Verify who the customer is before you pay money back.

  - id: order-before-refund
    type: before
    first: get_order
    then: issue_refund
    message: Read the order before you refund it.

  - id: one-refund
    type: max_calls
    tool: issue_refund
    max: 1
    message: One refund a session; escalate if that is not enough.

  - id: tell-after-refund
    type: after
    trigger: issue_refund
    then: tell_customer
    within: 2
    message: Tell the customer of the refund.

  - id: no-refund-after-escalation
    type: never_after
    trigger: escalate
    forbidden: issue_refund
    message: The case is with a human now; do not pay.
`,
  traces: [
    {
      id: "refunds-and-tells",
      calls: [
        { tool: "verify_identity", args: { email: "kim@example.com" } },
        { tool: "get_order", args: { order: "A-17" } },
        { tool: "issue_refund", args: { order: "A-17", amount: 40 } },
        { tool: "send_email", args: { template: "refund" } },
      ],
    },
    { id: "escalates", tools: ["verify_identity", "get_order", "escalate", "send_chat_message"] },
    { id: "only-a-question", tools: ["search_help", "send_chat_message"] },
  ],
  violating: ["get_order", "issue_refund"],
}
