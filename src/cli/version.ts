import { readFileSync } from "node:fs"

/** The version of the package that this file belongs to, whether it was built or not. */
export function readVersion(): string {
  for (const path of ["../package.json", "../../package.json"]) {
    const found = versionIn(new URL(path, import.meta.url))
    if (found !== undefined) return found
  }
  return "unknown"
}

function versionIn(file: URL): string | undefined {
  try {
    const { name, version } = JSON.parse(readFileSync(file, "utf8")) as { name?: unknown; version?: unknown }
    return name === "assay" && typeof version === "string" ? version : undefined
  } catch {
    return undefined
  }
}
