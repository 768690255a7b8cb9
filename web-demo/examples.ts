/** A policy and a trace with one thing to learn from them. */
export interface Example {
  readonly title: string
  readonly lesson: string
  readonly policy: string
  readonly trace: string
}

export const examples: readonly Example[] = [
  {
    title: "Verify before you refund",
    lesson: "before: a check that comes too late does not heal what was done without it.",
    policy: `version: "1.1"
name: support-desk

aliases:
  money_out: [issue_refund, issue_credit]

tools:
  deny: ["delete_*"]

sequences:
  - id: verify-first
    type: before
    first: verify_identity
    then: money_out
    message: Verify the customer's identity first.

  - id: one-payout
    type: max_calls
    tool: money_out
    max: 1

  - id: quiet-after-escalation
    type: never_after
    trigger: escalate
    forbidden: money_out
`,
    trace: `[
  { "tool": "get_order", "args": { "order": "A-17" } },
  { "tool": "issue_refund", "args": { "order": "A-17", "amount": 40 } },
  { "tool": "verify_identity", "args": { "email": "kim@example.com" } },
  { "tool": "send_email", "args": { "template": "refund" } }
]
`,
  },
  {
    title: "Tests within three calls",
    lesson: "after: a deadline. Switch to Partial: what is not due yet is pending, not violated.",
    policy: `version: "1.1"
name: coding-agent

sequences:
  - id: test-after-edit
    type: after
    trigger: "edit_*"
    then: run_tests
    within: 3

  - id: look-first
    type: eventually
    tool: read_file
    within: 2
    severity: warning

  - id: commits
    type: require
    tool: git_commit
`,
    trace: `["list_files", "read_file", "edit_file", "run_tests", "read_file", "edit_file", "git_commit"]
`,
  },
  {
    title: "Not exercised is not passed",
    lesson: "A rule whose condition never came up says so. It has not been shown to hold.",
    policy: `version: "1.1"
name: releases

tools:
  allow: [read_file, run_tests, "git_*"]

sequences:
  - id: release-in-order
    type: sequence
    tools: [run_tests, git_tag, git_push]

  - id: no-commit-after-push
    type: never_after
    trigger: git_push
    forbidden: git_commit

  - id: few-tags
    type: max_calls
    tool: git_tag
    max: 1
`,
    trace: `["read_file", "read_file", "git_status"]
`,
  },
  {
    title: "Names that are off limits",
    lesson: "allow, deny and blocklist each speak for themselves: one call may break all three.",
    policy: `version: "1.1"
name: research-assistant

tools:
  allow: [web_search, "read_*", write_report]
  deny: [shell]

sequences:
  - type: blocklist
    pattern: secret
    message: Tools that handle secrets are off limits.

  - type: sequence
    tools: [web_search, "read_*", write_report]
`,
    trace: `["web_search", "read_page", "shell", "vault_secret_read", "write_report"]
`,
  },
  {
    title: "Several sessions, one cut off",
    lesson: "JSONL: one trace a line. What cannot be read is never counted as ok.",
    policy: `version: "1.1"

sequences:
  - id: search-first
    type: before
    first: search_flights
    then: book_flight

  - id: confirm
    type: after
    trigger: book_flight
    then: send_confirmation
    within: 1
`,
    trace: `{"id": "monday", "tools": ["search_flights", "book_flight", "send_confirmation"]}
{"id": "tuesday", "tools": ["book_flight", "send_confirmation"]}
{"id": "wednesday", "tools": ["search_flights", "book_fl`,
  },
  {
    title: "A chat with tool calls",
    lesson: "The format is detected, and the page says what gave it away.",
    policy: `version: "1.1"

sequences:
  - id: read-before-cancel
    type: before
    first: get_reservation
    then: cancel_reservation
`,
    trace: `[
  { "role": "user", "content": "Please cancel my trip." },
  { "role": "assistant", "tool_calls": [
    { "id": "c1", "type": "function",
      "function": { "name": "get_reservation", "arguments": "{\\"id\\":\\"R8\\"}" } }
  ] },
  { "role": "tool", "tool_call_id": "c1", "content": "economy, refundable" },
  { "role": "assistant", "tool_calls": [
    { "id": "c2", "type": "function",
      "function": { "name": "cancel_reservation", "arguments": "{\\"id\\":\\"R8\\"}" } }
  ] }
]
`,
  },
  {
    title: "A policy with mistakes",
    lesson: "Nothing is dropped in silence: each mistake is named with its place and a remedy.",
    policy: `version: "1.1"

tools:
  deny: delete_account

sequnces:
  - type: befor
    first: verify_identity
    then: issue_refund

sequences:
  - type: max_calls
    tool: issue_refund
    max: one
`,
    trace: `["verify_identity", "issue_refund"]
`,
  },
]
