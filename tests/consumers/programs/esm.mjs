import * as assay from "assay"
import * as guard from "assay/guard"
import * as twin from "assay/js"
import * as node from "assay/node"
import { judge } from "./judge.mjs"

if (guard.Guard !== assay.Guard) throw new Error("assay/guard has another Guard than assay")
if (!node.loadPolicy("policy.yaml").evaluate(["Search"]).ok) throw new Error("loadPolicy")
console.log(judge(assay), "/", judge(twin))
