interface Uri {
  readonly scheme: string | undefined
  readonly authority: string | undefined
  readonly path: string
  readonly query: string | undefined
}

/** A reference made absolute, without its fragment, and the fragment, decoded; undefined when its escapes are malformed. */
export interface Reference {
  readonly uri: string
  readonly fragment: string | undefined
}

/** Resolves a reference against the address of the schema around it, as RFC 3986 (5.2) says. */
export function resolveReference(base: string, reference: string): Reference {
  const hash = reference.indexOf("#")
  const address = hash < 0 ? reference : reference.slice(0, hash)
  return { uri: resolveUri(base, address), fragment: decoded(hash < 0 ? "" : reference.slice(hash + 1)) }
}

function decoded(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return undefined
  }
}

function resolveUri(base: string, reference: string): string {
  if (reference === "") return base
  const to = parse(reference)
  if (to.scheme !== undefined) return write({ ...to, path: withoutDots(to.path) })
  const from = parse(base)
  if (to.authority !== undefined) return write({ ...to, scheme: from.scheme, path: withoutDots(to.path) })
  const { scheme, authority } = from
  if (to.path === "") return write({ scheme, authority, path: from.path, query: to.query ?? from.query })
  return write({ scheme, authority, path: withoutDots(merged(from, to.path)), query: to.query })
}

function merged(base: Uri, path: string): string {
  if (path.startsWith("/")) return path
  if (base.authority !== undefined && base.path === "") return `/${path}`
  return base.path.slice(0, base.path.lastIndexOf("/") + 1) + path
}

/** `.` and `..` taken out of a path. */
function withoutDots(path: string): string {
  if (!/(^|\/)\.\.?(\/|$)/.test(path)) return path
  const kept: string[] = []
  const parts = path.split("/")
  for (const [i, part] of parts.entries()) {
    const isLast = i === parts.length - 1
    if (part === ".." && kept.length > (path.startsWith("/") ? 1 : 0)) kept.pop()
    if (part !== "." && part !== "..") kept.push(part)
    else if (isLast) kept.push("")
  }
  return kept.join("/")
}

function parse(uri: string): Uri {
  const parts = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/.exec(uri)
  return { scheme: parts?.[1], authority: parts?.[2], path: parts?.[3] ?? "", query: parts?.[4] }
}

function write({ scheme, authority, path, query }: Uri): string {
  const start = scheme === undefined ? "" : `${scheme}:`
  return `${start}${authority === undefined ? "" : `//${authority}`}${path}${query === undefined ? "" : `?${query}`}`
}
