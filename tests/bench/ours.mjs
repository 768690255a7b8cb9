import { Tally } from "./tally.mjs"

/**
 * Assay's contestants, one small function each. What a build does not have yet is undefined and stays out of the table.
 * `assay` is the root entry, of Node's build or of a page's.
 */

/** The policy of a document; undefined where this build cannot enforce all of it. */
export function policyOf({ Policy }, document) {
  return Policy.check(JSON.stringify(document)).policy
}

/** Bytes to verdicts on one core; `validate` is "shape" or "full". */
export function fromBytes(policy, validate, format = "jsonl") {
  if (typeof policy?.evaluateBytes !== "function") return undefined
  return {
    name: `Assay, evaluateBytes, ${validate}`,
    run(bytes) {
      const tally = new Tally()
      for (const verdict of policy.evaluateBytes(bytes, { format, validate })) tally.add(verdict.ok)
      return tally
    },
  }
}

/** JSON.parse first, then objects to verdicts: what one does without evaluateBytes. */
export function fromObjects(policy, parsed) {
  if (policy === undefined) return undefined
  return {
    name: "JSON.parse and Assay, evaluate",
    run(bytes) {
      const tally = new Tally()
      for (const trace of parsed(bytes)) tally.add(policy.evaluate(trace).ok)
      return tally
    },
  }
}

/** Foreign formats: the importer of `assay/import` reads the traces, and the verdict is of objects. */
export function fromImport(policy, { readTraces }) {
  if (policy === undefined) return undefined
  return {
    name: "Assay, readTraces and evaluate",
    run(bytes) {
      const tally = new Tally()
      for (const { trace } of readTraces(bytes).traces) tally.add(trace !== undefined && policy.evaluate(trace).ok)
      return tally
    },
  }
}

/** A stream of a file's bytes to verdicts; `open()` gives a fresh ReadableStream. */
export function fromStream(policy, open) {
  if (typeof policy?.evaluateStream !== "function") return undefined
  return {
    name: "Assay, evaluateStream of a file",
    async run() {
      const tally = new Tally()
      for await (const verdict of policy.evaluateStream(open(), { format: "jsonl" })) tally.add(verdict.ok)
      return tally
    },
  }
}

/** A file on all cores: worker threads, each with a part of it. `node` is the entry `assay/node`. */
export function onAllCores({ judgeFiles } = {}, policy, { traceFile, jobs }) {
  if (policy === undefined || typeof judgeFiles !== "function") return undefined
  return {
    name: `Assay, judgeFiles, ${jobs} workers`,
    async run() {
      const tally = new Tally()
      for await (const { verdict } of judgeFiles(policy, [traceFile], { jobs })) tally.add(verdict.ok)
      return tally
    },
  }
}

/** The whole command as a process; `command(...words)` runs it and gives its standard output. */
export function asCommand(command, { policyFile, traceFile, jobs }) {
  return {
    name: `assay check of a file${jobs === undefined ? "" : `, ${jobs} jobs`}`,
    run() {
      const extra = jobs === undefined ? [] : ["--jobs", String(jobs)]
      const output = command("check", "--policy", policyFile, "--traces", traceFile, "--format", "json", ...extra)
      const tally = new Tally()
      for (const { ok } of JSON.parse(output).traces) tally.add(ok)
      return tally
    },
  }
}

/** One guarded call from its raw text, args judged. */
export function guardedText(guard) {
  return typeof guard.checkText === "function" ? (text) => guard.checkText(text) : undefined
}
