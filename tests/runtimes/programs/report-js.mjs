import * as assay from "assay/js"
import cases from "./cases.mjs"
import { runAll } from "./run-all.mjs"

export const report = () => runAll(assay, cases)
