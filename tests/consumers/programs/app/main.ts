import * as assay from "assay"
import { judge } from "../judge.mjs"

document.documentElement.dataset.report = JSON.stringify(judge(assay))
