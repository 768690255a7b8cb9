const assay = require("assay")
const guard = require("assay/guard")
const twin = require("assay/js")
const node = require("assay/node")

if (guard.Guard !== assay.Guard) throw new Error("assay/guard has another Guard than assay")
if (!node.loadPolicy("policy.yaml").evaluate(["Search"]).ok) throw new Error("loadPolicy")
import("./judge.mjs").then(({ judge }) => console.log(judge(assay), "/", judge(twin)))
