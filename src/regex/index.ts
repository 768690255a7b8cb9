export { type CompiledRegex, compileRegex } from "./compile.ts"
export type { RegexDialect, RegexFault } from "./fault.ts"
