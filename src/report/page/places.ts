import type { TracePlace } from "../../trace/index.ts"
import { renderFile, renderPlace } from "../place.ts"
import { safeText } from "../preview.ts"
import { count } from "../text.ts"
import { type Block, code, named, paragraph, quiet } from "./document.ts"
import type { Limits } from "./limits.ts"
import { leftOut, placeWidth } from "./parts.ts"

/** Segments of a path that may stand for it; files that need more are named by the whole of it. */
const mostSegments = 12

/** Where traces stand, in few words: their files by name, and by as much of the path as tells files of one name apart. */
export class ShortPlaces {
  /** By the file as it was given. */
  readonly #names = new Map<string, string>()

  constructor(places: Iterable<TracePlace>) {
    for (const { file } of places) if (file !== undefined) this.#names.set(file, "")
    this.#nameAll([...this.#names.keys()], 1)
  }

  /** `file:3`, as the terminal has it. */
  text(place: TracePlace): string {
    const { file } = place
    return safeText(
      renderPlace(file === undefined ? place : { ...place, file: this.#names.get(file) ?? file }),
      placeWidth,
    )
  }

  /** The whole paths; nothing where the short ones are whole. */
  files({ rows }: Limits): readonly Block[] {
    const all = [...this.#names.keys()]
    if (all.every((file) => this.#names.get(file) === file)) return []
    const [only] = all
    if (all.length === 1 && only !== undefined)
      return [paragraph(quiet("The whole path: ", code(safeText(renderFile(only), 400))))]
    const items = all.slice(0, rows).map((file) => [named(renderFile(file))])
    const content: readonly Block[] = [{ block: "list", items }, ...leftOut(all.length - rows, "file")]
    return [{ block: "details", summary: [`The whole paths of ${count(all.length, "file")}`], content }]
  }

  /** Names files by their last `depth` segments, and those that share a name by one more. */
  #nameAll(files: readonly string[], depth: number): void {
    const groups = new Map<string, string[]>()
    for (const file of files) {
      const name =
        depth > mostSegments
          ? file
          : file
              .split(/(?<=[\\/])/)
              .slice(-depth)
              .join("")
      const group = groups.get(name)
      if (group) group.push(file)
      else groups.set(name, [file])
    }
    for (const [name, group] of groups) {
      const [only] = group
      if (group.length === 1 && only !== undefined) this.#names.set(only, name)
      else this.#nameAll(group, depth + 1)
    }
  }
}
