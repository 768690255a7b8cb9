import type { Template } from "./template.ts"

/** An agent that changes a repository. */
export const codingAgent: Template = {
  name: "coding-agent",
  summary: "a repository that is read, edited, tested and committed",
  policy: `# What a coding agent may do. Check traces against it with: assay check
version: "1.1"
name: coding-agent

aliases:
  edit: [write_file, apply_patch]

tools:
  # Only these tools may be called; the others are refused.
  allow: [read_file, list_files, "search_*", edit, run_tests, git_commit]
  # What no session may do, whatever is allowed above.
  deny: ["git_push*", delete_repository]

sequences:
  - id: read-before-edit
    type: before
    first: read_file
    then: edit
    message: Read the code before you change it.

  - id: test-before-commit
    type: before
    first: run_tests
    then: git_commit
    message: Run the tests before you commit.

  # Whatever was edited is tested, though other calls may come between.
  - id: test-after-edit
    type: after
    trigger: edit
    then: run_tests
    within: 20
    message: Run the tests after your change.

  - id: one-commit
    type: max_calls
    tool: git_commit
    max: 1
    severity: warning
    message: One commit a session is easier to review.
`,
  traces: [
    {
      id: "mends-a-test",
      calls: [
        { tool: "search_code", args: { query: "parseDate" } },
        { tool: "read_file", args: { path: "src/date.ts" } },
        { tool: "apply_patch", args: { path: "src/date.ts" } },
        { tool: "run_tests", args: {} },
        { tool: "git_commit", args: { message: "Read dates without a zone as UTC" } },
      ],
    },
    { id: "only-reads", tools: ["list_files", "read_file"] },
  ],
  violating: ["read_file", "write_file", "git_commit"],
}
