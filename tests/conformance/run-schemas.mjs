/**
 * Runs the JSON Schema Test Suite against a package namespace, by policies: each value is the result of a call, and what
 * is an object is the args of one, too. Imports nothing, so that it runs in every runtime.
 *
 * `suite` maps a file name to its groups; `exclusions` are the groups that have to be refused, each with the keyword, and
 * with the code if that is not `unsupported-schema`. The report is that of `runCases`.
 */
export function runSchemas(assay, { suite, exclusions }) {
  const run = { assay, passed: 0, failures: [], lines: [] }
  for (const [file, groups] of Object.entries(suite)) {
    for (const group of groups) {
      const exclusion = exclusions.find((one) => one.file === file && one.group === group.description)
      try {
        if (exclusion === undefined) runGroup(run, file, group)
        else runRefused(run, file, group, exclusion)
      } catch (error) {
        fail(run, file, group.description, `threw ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }
  const { passed, failures, lines } = run
  return { passed, failed: failures.length, failures, transcript: `${lines.join("\n")}\n` }
}

function runGroup(run, file, { description, schema, tests }) {
  const selected = run.assay.Policy.from({
    version: "2",
    sequences: [{ id: "r", type: "max_calls", max: 0, tool: { tool: "T", result: schema } }],
  })
  const required = run.assay.Policy.from({ version: "2", tools: { schemas: { T: schema } } })
  const values = tests.map(({ data }) => data)
  // What fits is a call too many.
  const asResult = outcomes(
    selected,
    values.map((result) => ({ tool: "T", result })),
  ).map((outcome) => outcome === "violated")
  const objects = values.filter(isObject)
  const asArgs = outcomes(
    required,
    objects.map((args) => ({ tool: "T", args })),
  ).map((outcome) => outcome === "held")
  run.lines.push(JSON.stringify([file, description, asResult, asArgs]))
  for (const [k, { description: name, data, valid }] of tests.entries()) {
    const found = [asResult[k], ...(isObject(data) ? [asArgs[objects.indexOf(data)]] : [])]
    if (found.every((one) => one === valid)) run.passed++
    else fail(run, file, `${description}: ${name}`, `expected ${valid}, got ${found}`)
  }
}

/** What the one rule says of each call, from objects; bytes have to say the same. */
function outcomes(policy, calls) {
  const bytes = new TextEncoder().encode(calls.map((call) => `${JSON.stringify([call])}\n`).join(""))
  const fromBytes = calls.length === 0 ? [] : [...policy.evaluateBytes(bytes, { from: "native", format: "jsonl" })]
  return calls.map((call, k) => {
    const verdict = policy.evaluate([call])
    const [left, right] = [verdict, fromBytes[k]].map((one) => JSON.stringify(one))
    if (left !== right) throw new Error(`objects give ${left}, bytes ${right}`)
    return verdict.rules[0].outcome
  })
}

function runRefused(run, file, { description, schema, tests }, { keyword, code = "unsupported-schema" }) {
  const text = JSON.stringify({ version: "2", tools: { schemas: { T: schema } } })
  const { policy, diagnostics } = run.assay.Policy.check(text)
  const said = diagnostics.map((found) => `${found.code} ${found.path?.split("/").at(-1)}`)
  const wanted = `${code} ${keyword}`
  run.lines.push(JSON.stringify([file, description, said]))
  const isRefused = policy === undefined && said.length > 0 && said.every((one) => one === wanted)
  if (isRefused) run.passed += tests.length
  else fail(run, file, description, `expected ${wanted}, got ${said}`)
}

function fail(run, file, name, why) {
  run.failures.push({ file, name, why })
}

function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value)
}
