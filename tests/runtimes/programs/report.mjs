// Bundlers and runtimes resolve "assay" as they do for any user; run-all.mjs and cases.mjs lie beside this file.
import * as assay from "assay"
import cases from "./cases.mjs"
import { runAll } from "./run-all.mjs"

export const report = () => runAll(assay, cases)
