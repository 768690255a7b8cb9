// A page whose CSP forbids WebAssembly: what its author gets to read.
import { Policy } from "assay"

function outcome() {
  try {
    return Policy.parse('version: "1.1"\nsequences:\n  - { type: require, tool: Search }\n').evaluate(["Search"])
  } catch ({ name, code, message }) {
    return { error: { name, code, message } }
  }
}

document.documentElement.dataset.report = JSON.stringify(outcome())
