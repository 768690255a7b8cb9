import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

/** A real git repository in a folder of its own. */
export interface Repository {
  readonly folder: string
  git(...words: string[]): string
  write(file: string, text: string | Uint8Array): void
  /** Commits everything, and answers with the name of the commit. */
  commit(): string
}

/** A new repository on the branch `main`, without a commit. */
export function repository(): Repository {
  const folder = mkdtempSync(join(tmpdir(), "assay-git-"))
  const git = (...words: string[]): string => {
    const who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    return execFileSync("git", ["-C", folder, ...who, ...words], { encoding: "utf8", stdio: "pipe" }).trim()
  }
  git("init", "--quiet")
  git("symbolic-ref", "HEAD", "refs/heads/main")
  return {
    folder,
    git,
    write(file, text) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    },
    commit() {
      git("add", "--all")
      git("commit", "--quiet", "--message", "c")
      return git("rev-parse", "HEAD")
    },
  }
}
