import { readdirSync, readFileSync } from "node:fs"
import { Ajv2020 } from "ajv/dist/2020.js"

const folder = new URL("../../docs/schemas/", import.meta.url)

/** The published schemas, by file name. */
export const schemaNames: readonly string[] = readdirSync(folder).sort()

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true })
for (const name of schemaNames) ajv.addSchema(JSON.parse(readFileSync(new URL(name, folder), "utf8")) as object)

/** What a published schema finds wrong with a document; empty where it is valid. */
export function schemaErrors(name: string, document: unknown): string[] {
  const validate = ajv.getSchema(name)
  if (!validate) throw new TypeError(`there is no schema ${name}`)
  validate(document)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
