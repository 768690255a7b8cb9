// Follows the script tag of the package; without its global there is nothing to judge with.
import { judge } from "./judge.mjs"

const { Assay } = globalThis
document.documentElement.dataset.report = JSON.stringify(Assay === undefined ? "no Assay" : judge(Assay))
