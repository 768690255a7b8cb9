// The same for require.
const cases = require("./cases.json")

import("./run-cases.mjs").then(({ runCases }) => {
  const report = runCases(require("assay"), cases)
  console.log(JSON.stringify({ version: process.version.slice(1), ...report }))
})
