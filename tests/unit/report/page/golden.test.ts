import { expect, test } from "vitest"
import { renderBadge, renderBadgeSvg } from "../../../../src/report/machine/badge.ts"
import { expectGolden } from "../../../golden/compare.ts"
import { goldenCoverage, goldenPages } from "../../../golden/pages.ts"

const files: Readonly<Record<string, string>> = {
  ...goldenPages(),
  "badge.json": renderBadge(goldenCoverage()),
  "badge.svg": renderBadgeSvg(goldenCoverage()),
}

test.each(Object.entries(files))("%s is written as it was looked over", (name, text) => {
  expectGolden(name, text)
})

test("documents do not depend on when or how often they are written", () => {
  expect(goldenPages()).toEqual(goldenPages())
})
