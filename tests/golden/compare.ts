import { readFileSync, writeFileSync } from "node:fs"
import { expect } from "vitest"

/** Compares a report with its golden file, byte for byte; `ASSAY_UPDATE_GOLDEN=1` writes the file instead. */
export function expectGolden(name: string, text: string): void {
  const file = new URL(name, import.meta.url)
  if (process.env.ASSAY_UPDATE_GOLDEN === "1") writeFileSync(file, text)
  expect(text).toBe(readFileSync(file, "utf8"))
}
