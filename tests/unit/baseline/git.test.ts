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
    expect(readAtRef(ref, "a.yaml", repo.folder)).toEqual({ text, path: "a.yaml" })
  })

  test("paths are the repository's, or the folder's with ./", () => {
    const folder = join(repo.folder, "pkg")
    const found = { text: "y: Δ\n", path: "pkg/b.yaml" }
    expect(readAtRef("main", "pkg/b.yaml", folder)).toEqual(found)
    expect(readAtRef("main", "./b.yaml", folder)).toEqual(found)
    expect(readAtRef("main", "../pkg/b.yaml", folder)).toEqual(found)
    expect(readAtRef("main", "b.yaml", folder)).toHaveProperty("wrong")
  })

  test.each([
    ["an unknown ref", "nope", "a.yaml", "no such commit or branch"],
    ["an unknown file", "main", "nope.yaml", "holds no file nope.yaml"],
    ["a range", "main..feature/one", "a.yaml", "no commit can have that name"],
    ["a folder", "main", "pkg", "holds no file pkg"],
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

  test("hints at a fetch that git takes, and at none of what no server knows by that name", () => {
    const hintOf = (ref: string): string => {
      const found = readAtRef(ref, "a.yaml", repo.folder)
      return "wrong" in found ? (found.wrong.hint ?? "") : ""
    }
    const fetched = (ref: string): string | undefined => /git fetch --depth 1 origin (\S+)/.exec(hintOf(ref))?.[1]
    expect(hintOf("HEAD~9")).toBe("Name one that git branch --all lists.")
    const server = repository()
    server.write("a.yaml", "")
    server.commit()
    repo.git("remote", "add", "origin", server.folder)
    for (const name of ["other", "topic/two", "release-1.2", "größe"]) {
      server.git("branch", name)
      for (const [ref, spec] of [
        [`origin/${name}`, `${name}:refs/remotes/origin/${name}`],
        [name, `${name}:${name}`],
      ] as const) {
        expect(fetched(ref)).toBe(`${spec},`)
        repo.git("fetch", "--quiet", "--depth", "1", "origin", spec)
        expect(readAtRef(ref, "a.yaml", repo.folder)).toHaveProperty("text")
      }
    }
    expect(fetched("f".repeat(40))).toBe(`${"f".repeat(40)},`)
    for (const ref of ["HEAD~9", "none^2", "none@{1}", "abcdef1", "none;ls", "$(ls)", "a.lock", ".a", "a/", "@{u}"]) {
      expect([ref, fetched(ref), hintOf(ref)]).toEqual([ref, undefined, expect.stringContaining("--unshallow")])
    }
    for (const ref of ["main..none", "main...none"]) expect(hintOf(ref)).toBe("Name one branch, tag or commit.")
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
