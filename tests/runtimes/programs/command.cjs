// The same for require.
const cases = require("./cases.json")

import("./run-all.mjs").then(({ runAll }) => {
  const report = runAll(require("assay"), cases)
  console.log(JSON.stringify({ version: process.version.slice(1), ...report }))
})
