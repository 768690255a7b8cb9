// Shared by the scripts and pages: judges, guards, saves and restores with whichever build it is handed.
const policyText = 'version: "1.1"\nsequences:\n  - { id: search-first, type: before, first: Search, then: Create }\n'

/** One line that says what the package made of a good and of a bad trace. */
export function judge({ Guard, Policy }) {
  const policy = Policy.parse(policyText)
  const verdicts = [["Search", "Create"], ["Create"]].map((trace) => policy.evaluate(trace).ok)
  const guard = new Guard(policy)
  guard.check({ tool: "Search" })
  const again = Guard.restore(policy, guard.save())
  return [
    ...verdicts,
    again.check({ tool: "Create" }).decision,
    new Guard(policy).check({ tool: "Create" }).decision,
  ].join(" ")
}
