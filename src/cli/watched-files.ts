import { type Dirent, type FSWatcher, readdirSync, realpathSync, type Stats, statSync, watch } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { performance } from "node:perf_hooks"

const traceFile = /\.(json|jsonl|ndjson)$/i
/** Folders watched by the system; the others are looked at in turn. */
const maxWatched = 256
/** Quiet that is waited for, so that a save of many files is one change; milliseconds. */
const quiet = 100
/** How long a stream of changes may put off the answer; milliseconds. */
const longest = 2000

/** The stamp of what is not there. */
export const absent = "absent"

/** The state of all files that paths stand for: a stamp by path. */
export type Look = ReadonlyMap<string, string>

/**
 * Files and folders, watched. What counts is what a look at them finds; the system's notice of changes only says
 * when to look, because it is missing on network disks, comes twice, or comes for files that nobody reads.
 */
export class WatchedFiles {
  readonly #ignored: () => readonly string[]
  readonly #watchers = new Map<string, FSWatcher>()
  #stir: () => void = () => undefined
  /** What the last look cost, milliseconds. */
  #cost = 0

  /** `ignored`: files that are written, which is no change. */
  constructor(ignored: () => readonly string[] = () => []) {
    this.#ignored = ignored
  }

  /** Looks at all files now; folders are searched for traces as reading them does. */
  look(paths: readonly string[]): Look {
    const started = performance.now()
    const survey = new Survey()
    for (const path of paths) survey.path(path)
    for (const path of this.#ignored()) survey.stamps.delete(resolve(path))
    this.#attend(survey.folders)
    this.#cost = performance.now() - started
    return survey.stamps
  }

  /** Resolves to the files that differ from `before` once there are any, or to none once `signal` aborts. */
  async change(paths: readonly string[], before: Look, signal: AbortSignal): Promise<string[]> {
    while (!signal.aborted) {
      const changed = difference(before, this.look(paths))
      if (changed.length > 0) return changed
      // A look may take a twentieth of the time at most.
      if (await this.#stirred(Math.max(1000, 20 * this.#cost), signal)) await this.#settled(signal)
    }
    return []
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
  }

  async #settled(signal: AbortSignal): Promise<void> {
    const until = performance.now() + longest
    while (!signal.aborted && performance.now() < until) if (!(await this.#stirred(quiet, signal))) return
  }

  /** Whether the system speaks of a change within so many milliseconds. */
  #stirred(within: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((done) => {
      const end = (stirred: boolean): void => {
        clearTimeout(timer)
        signal.removeEventListener("abort", stop)
        this.#stir = () => undefined
        done(stirred)
      }
      const stop = (): void => end(false)
      const timer = setTimeout(stop, within)
      signal.addEventListener("abort", stop)
      this.#stir = () => end(true)
      if (signal.aborted) stop()
    })
  }

  /** Each folder by itself: recursive watching differs too much from system to system. */
  #attend(folders: ReadonlyMap<string, string>): void {
    const wanted = new Map([...folders].slice(0, maxWatched).map(([folder, stamp]) => [`${stamp} ${folder}`, folder]))
    for (const [key, watcher] of this.#watchers) {
      if (wanted.has(key)) continue
      watcher.close()
      this.#watchers.delete(key)
    }
    for (const [key, folder] of wanted) if (!this.#watchers.has(key)) this.#watch(key, folder)
  }

  #watch(key: string, folder: string): void {
    try {
      const watcher = watch(folder, () => this.#stir())
      watcher.on("error", () => {
        watcher.close()
        this.#watchers.delete(key)
      })
      this.#watchers.set(key, watcher)
    } catch {
      // Gone again, or more than the system grants: then the next look finds what changed.
    }
  }
}

/** One look at the disk. */
class Survey {
  readonly stamps = new Map<string, string>()
  /** What to watch; the stamp tells a folder from another that took its place. */
  readonly folders = new Map<string, string>()

  path(given: string): void {
    const path = resolve(given)
    const found = statOf(path)
    if (found?.isDirectory()) this.#folder(path, found, new Set())
    else this.#file(path, found)
  }

  #file(path: string, found: Stats | undefined): void {
    this.stamps.set(path, found ? stampOf(found) : absent)
    this.#above(path)
  }

  /** Links are followed; a folder that was seen on the way down is not entered again. */
  #folder(folder: string, found: Stats, above: ReadonlySet<string>): void {
    try {
      const real = realpathSync(folder)
      if (above.has(real)) return
      const seen = new Set([...above, real])
      this.folders.set(folder, String(found.ino))
      for (const entry of readdirSync(folder, { withFileTypes: true }))
        this.#entry(join(folder, entry.name), entry, seen)
    } catch {
      this.stamps.set(folder, absent)
    }
  }

  #entry(path: string, entry: Dirent, above: ReadonlySet<string>): void {
    const isTraces = traceFile.test(path)
    if (!isTraces && entry.isFile()) return
    const found = statOf(path)
    if (found?.isDirectory()) this.#folder(path, found, above)
    else if (isTraces) this.stamps.set(path, found ? stampOf(found) : absent)
  }

  /** The nearest folder that exists: a save by renaming shows there, and so does a file that is made. */
  #above(path: string): void {
    for (let at = dirname(path); ; at = dirname(at)) {
      const found = statOf(at)
      if (found?.isDirectory()) this.folders.set(at, String(found.ino))
      if (found || at === dirname(at)) return
    }
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

function stampOf({ mtimeMs, ctimeMs, size, ino }: Stats): string {
  return `${mtimeMs} ${ctimeMs} ${size} ${ino}`
}

function difference(before: Look, now: Look): string[] {
  const changed = [...now].filter(([path, stamp]) => before.get(path) !== stamp).map(([path]) => path)
  const gone = [...before.keys()].filter((path) => !now.has(path))
  return [...changed, ...gone].sort()
}
