import { existsSync, mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, test, vi } from "vitest"
import { readAtRef, readGit } from "../../../src/node/git.ts"
import { repository } from "./repository.ts"

const nowhere = mkdtempSync(join(tmpdir(), "assay-plain-"))
const repo = repository()
repo.write("a.yaml", "x: 1\n")
repo.write("pkg/b.yaml", "y: Δ\n")
repo.write("bytes", new Uint8Array([0xff, 0xfe]))
const first = repo.commit()
repo.git("tag", "v1")
repo.git("branch", "feature/one")
repo.write("a.yaml", "x: 2\n")
const second = repo.commit()

afterEach(() => vi.unstubAllEnvs())

describe("readGit", () => {
  test("names commit, branch and whether anything differs", () => {
    expect(readGit(repo.folder)).toEqual({ commit: second, branch: "main", dirty: false })
    expect(readGit(join(repo.folder, "pkg"))).toEqual({ commit: second, branch: "main", dirty: false })
    repo.write("untracked", "")
    expect(readGit(repo.folder).dirty).toBe(false)
    repo.write("a.yaml", "x: 3\n")
    expect(readGit(repo.folder).dirty).toBe(true)
    repo.git("checkout", "--quiet", "a.yaml")
  })

  test("a detached HEAD has no branch", () => {
    const other = repository()
    other.write("a", "")
    const commit = other.commit()
    other.git("checkout", "--quiet", "--detach")
    expect(readGit(other.folder)).toEqual({ commit, dirty: false })
  })

  test("before the first commit there is only a branch", () => {
    expect(readGit(repository().folder)).toEqual({ branch: "main" })
  })

  test("knows nothing outside a repository, of a folder that is not there, and without git", () => {
    expect(readGit(nowhere)).toEqual({})
    expect(readGit(join(nowhere, "none"))).toEqual({})
    vi.stubEnv("PATH", nowhere)
    expect(readGit(repo.folder)).toEqual({})
  })

  test("runs no program that a repository names", () => {
    const other = repository()
    other.write("a", "")
    other.commit()
    const trace = join(other.folder, "ran")
    other.git("config", "core.fsmonitor", `touch ${trace}; false`)
    expect(readGit(other.folder).dirty).toBe(false)
    expect(existsSync(trace)).toBe(false)
  })
})

describe("readAtRef", () => {
  test.each([
    ["a branch", "main", "x: 2\n"],
    ["a branch with a slash", "feature/one", "x: 1\n"],
    ["a tag", "v1", "x: 1\n"],
    ["a commit", first, "x: 1\n"],
    ["a commit before", "HEAD~1", "x: 1\n"],
  ])("reads %s", (_what, ref, text) => {
    expect(readAtRef(ref, "a.yaml", repo.folder)).toEqual({ text })
  })

  test("paths are the repository's, or the folder's with ./", () => {
    const folder = join(repo.folder, "pkg")
    expect(readAtRef("main", "pkg/b.yaml", folder)).toEqual({ text: "y: Δ\n" })
    expect(readAtRef("main", "./b.yaml", folder)).toEqual({ text: "y: Δ\n" })
    expect(readAtRef("main", "b.yaml", folder)).toHaveProperty("wrong")
  })

  test.each([
    ["an unknown ref", "nope", "a.yaml", "no such commit or branch"],
    ["an unknown file", "main", "nope.yaml", "no such file"],
    ["a folder", "main", "pkg", "no such file"],
    ["bytes", "main", "bytes", "UTF-8"],
    ["an option", "--output=owned", "a.yaml", "no commit can have that name"],
    ["a short option", "-p", "a.yaml", "no commit can have that name"],
    ["nothing", "", "a.yaml", "no commit can have that name"],
    ["a shell's words", "main;>owned", "a.yaml", "no such commit"],
    ["a NUL", "main\0", "a.yaml", "no commit can have that name"],
    ["a NUL in the path", "main", "a\0.yaml", ""],
    ["a ref within a ref", "main:a", "a.yaml", "no commit can have that name"],
  ])("says what is wrong with %s", (_what, ref, path, reason) => {
    const found = readAtRef(ref, path, repo.folder)
    expect("wrong" in found && found.wrong).toMatchObject({
      code: "ref-unreadable",
      message: expect.stringContaining(reason),
    })
    expect(existsSync(join(repo.folder, "owned"))).toBe(false)
  })

  test("outside a repository, and without git", () => {
    const reasonOf = (folder: string): string => {
      const found = readAtRef("main", "a.yaml", folder)
      return "wrong" in found ? found.wrong.message : ""
    }
    expect(reasonOf(nowhere)).toContain("no repository")
    vi.stubEnv("PATH", nowhere)
    expect(reasonOf(repo.folder)).toContain("git is not installed")
  })
})
