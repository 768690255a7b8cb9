import * as assay from "assay/js"
import cases from "./cases.mjs"
import { runCases } from "./run-cases.mjs"

export const report = () => runCases(assay, cases)
