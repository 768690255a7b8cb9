// The same for the part that needs Node.
import { loadPolicy } from "assay/node"

export const calls: number = loadPolicy("policy.yaml").evaluate(["Search"]).calls
