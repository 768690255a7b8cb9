import { codingAgent } from "./coding-agent.ts"
import { minimal } from "./minimal.ts"
import { support } from "./support.ts"
import type { Template } from "./template.ts"

export { type Pipeline, pipelines } from "./pipelines.ts"
export type { Template } from "./template.ts"

/** The first one is taken where none is named. */
export const templates: readonly [Template, ...Template[]] = [minimal, support, codingAgent]
