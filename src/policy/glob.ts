import type { Glob } from "./model.ts"

/** The pieces of a reference between its `*`s; a run of `*`s counts as one. */
export function parseGlob(reference: string): Glob {
  return reference.split(/\*+/)
}

/** The reference that a glob was parsed from, but for runs of `*`. Two globs are equal when their texts are. */
export function globText(glob: Glob): string {
  return glob.join("*")
}

/**
 * Whether a tool name is meant by a glob. Case-sensitive, all of the name.
 *
 * First and last piece are anchored; each piece between them is sought leftmost after the one before, which never
 * needs to be taken back. Time is linear in glob and name.
 *
 * @example matchesGlob(parseGlob("search_*"), "search_web") // true
 */
export function matchesGlob(glob: Glob, name: string): boolean {
  const head = glob[0] ?? ""
  if (glob.length < 2) return name === head
  const tail = glob[glob.length - 1] ?? ""
  const end = name.length - tail.length
  if (end < head.length || !name.startsWith(head) || !name.endsWith(tail)) return false
  let from = head.length
  for (let i = 1; i < glob.length - 1; i++) {
    const piece = glob[i] ?? ""
    const at = find(name, piece, from, end)
    if (at < 0) return false
    from = at + piece.length
  }
  return true
}

/** The engine's own search costs name × piece at worst, so long pieces are sought by Knuth, Morris and Pratt's. */
function find(name: string, piece: string, from: number, end: number): number {
  if (piece.length > end - from) return -1
  if (piece.length > 64) return findLong(name, piece, from, end)
  const at = name.indexOf(piece, from)
  return at < 0 || at + piece.length > end ? -1 : at
}

function findLong(name: string, piece: string, from: number, end: number): number {
  const borders = new Int32Array(piece.length)
  for (let i = 1, border = 0; i < piece.length; i++) {
    while (border > 0 && piece.charCodeAt(i) !== piece.charCodeAt(border)) border = borders[border - 1] ?? 0
    if (piece.charCodeAt(i) === piece.charCodeAt(border)) border++
    borders[i] = border
  }
  for (let i = from, matched = 0; i < end; i++) {
    while (matched > 0 && name.charCodeAt(i) !== piece.charCodeAt(matched)) matched = borders[matched - 1] ?? 0
    if (name.charCodeAt(i) === piece.charCodeAt(matched)) matched++
    if (matched === piece.length) return i + 1 - matched
  }
  return -1
}
