import type { Template } from "./template.ts"

/** The smallest policy that is worth a check. */
export const minimal: Template = {
  name: "minimal",
  summary: "one rule of order and one limit",
  policy: `# What the agent may do. Check traces against it with: assay check
version: "1.1"
name: my-agent

tools:
  # Only these tools may be called. search_* stands for all tools that begin so.
  allow: ["search_*", read_record, write_record]

sequences:
  # Nothing is written that was not read before.
  - id: read-before-write
    type: before
    first: read_record
    then: write_record
    message: Read the record before you write it.

  # A session writes three times at most.
  - id: few-writes
    type: max_calls
    tool: write_record
    max: 3
    message: Three writes are enough for one session.
`,
  traces: [
    {
      id: "looks-up-and-writes",
      calls: [
        { tool: "search_records", args: { query: "open invoices" } },
        { tool: "read_record", args: { record: "inv-7" } },
        { tool: "write_record", args: { record: "inv-7", status: "paid" } },
      ],
    },
    { id: "only-looks", tools: ["search_records", "read_record"] },
  ],
  violating: ["write_record"],
}
