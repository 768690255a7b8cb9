import { mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { fileFault, openFault } from "../../../src/cli/write-fault.ts"
import { assay, folder, policy } from "./command.ts"

const at = await folder({ "policy.yaml": policy, "t.jsonl": '["Verify"]\n', file: "not a folder" })
symlinkSync(at("none/file"), at("link"))
mkdirSync(at("sub"))

function thrown(write: () => void): unknown {
  try {
    write()
  } catch (error) {
    return error
  }
  throw new Error("nothing was thrown")
}

describe("what stands in the way of a file", () => {
  test.each([
    ["a folder that is not there", "none/file", "there is no folder"],
    ["a folder", "sub", "is a folder"],
    ["a file for a folder", "file/x", "file is a file and no folder"],
    ["a file for a folder above", "file/x/y", "file is a file and no folder"],
    ["a link to nowhere", "link", "is a link into a folder that does not exist"],
  ])("%s", async (_what, name, said) => {
    const { code, stderr } = await assay(["check", "-p", at("policy.yaml"), at("t.jsonl"), "-o", at(name)])
    expect(code).toBe(2)
    expect(stderr).toContain("[file-unwritable]")
    expect(stderr.replace(/\s+/g, " ")).toContain(said)
    expect(stderr).toContain("--output")
  })

  test("a file where a folder is to be made is named, and no option is blamed for what nobody asked for", () => {
    const error = thrown(() => mkdirSync(at("file"), { recursive: true }))
    const { message } = fileFault(at("file/baseline.yaml"), error)
    expect(message).toContain(`${at("file")} is a file and no folder`)
    expect(message).not.toMatch(/--output|EEXIST/)
  })

  test("a folder that takes no files, as /proc, is not said to be missing", () => {
    const absent = Object.assign(new Error(), { code: "ENOENT" })
    expect(openFault(at("sub/x"), absent).message).toContain(`${at("sub")} takes no such file`)
    const really = thrown(() => writeFileSync(at("none/x"), ""))
    expect(openFault(at("none/x"), really).message).toContain(`there is no folder ${at("none")}`)
  })
})
