// Bundlers and runtimes resolve "assay" as they do for any user; run-cases.mjs and cases.mjs lie beside this file.
import * as assay from "assay"
import cases from "./cases.mjs"
import { runCases } from "./run-cases.mjs"

export const report = () => runCases(assay, cases)
