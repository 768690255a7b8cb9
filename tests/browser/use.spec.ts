import { expect, test } from "./playground.ts"

const outcomes: readonly (readonly [string, string])[] = [
  ["Verify before you refund", "violated"],
  ["Tests within three calls", "violated"],
  ["Not exercised is not passed", "untested"],
  ["Names that are off limits", "violated"],
  ["Several sessions, one cut off", "violated"],
  ["A chat with tool calls", "ok"],
  ["A policy with mistakes", "unreadable"],
]

test("every example says what it promises", async ({ playground, page, complaints }) => {
  await expect(playground.example.locator("option")).toHaveText(outcomes.map(([title]) => title))
  for (const [title, kind] of outcomes) {
    await playground.example.selectOption({ label: title })
    await expect(playground.verdict).toHaveAttribute("data-kind", kind)
    await expect(page.locator("#lesson")).not.toBeEmpty()
    await expect(page.locator("#stale-note")).toBeHidden()
  }
  expect(complaints).toEqual([])
})

test("looking at an example loses nothing of one's own", async ({ playground }) => {
  await playground.policy.fill('version: "1.1" # mine\n')
  await expect(playground.example).toHaveValue("own")
  await playground.example.selectOption("2")
  await expect(playground.policy).not.toHaveValue(/mine/)
  await playground.example.selectOption("own")
  await expect(playground.policy).toHaveValue('version: "1.1" # mine\n')
})

test("everything can be done from the keyboard", async ({ playground, page }) => {
  const tab = () => page.keyboard.press("Tab")
  await tab()
  await expect(page.getByRole("link", { name: "Skip to the verdict" })).toBeFocused()
  await page.keyboard.press("Enter")
  await expect(playground.verdict).toBeFocused()
  await tab()
  await expect(playground.policy).toBeFocused()
  await page.keyboard.press("Control+a")
  await page.keyboard.type('version: "1.1"\ntols: {}\n')
  await expect(playground.title).toHaveText("No verdict")
  await tab()
  await expect(playground.problems("policy").first()).toBeFocused()
  await page.keyboard.press("Enter")
  expect(await playground.selection()).toEqual({ id: "policy", start: 15, end: 19 })
  await page.keyboard.type("tools")
  await page.keyboard.press("Control+End")
  await page.keyboard.type("sequences:\n- {id: r, type: before, first: A, then: B}\n")
  await expect(playground.problems("policy")).toHaveCount(0)
  await expect(playground.rules).toHaveCount(1)
})

test("from a rule to its call and to its line, by keys", async ({ playground, page }) => {
  await playground.policy.fill('version: "1.1"\nsequences:\n  - {id: r, type: before, first: A, then: B}\n')
  await playground.trace.fill('["X", "B"]')
  await playground.trace.focus()
  await page.keyboard.press("Tab")
  await expect(page.getByRole("button", { name: /^line 3/ })).toBeFocused()
  await page.keyboard.press("Tab")
  await page.keyboard.press("Enter")
  await expect(page.locator("#call-1")).toBeFocused()
  await page.getByRole("radio", { name: "Complete" }).focus()
  await page.keyboard.press("ArrowRight")
  await expect(page.getByRole("radio", { name: "Partial" })).toBeChecked()
})

test("on a narrow screen nothing is cut off and nothing scrolls sideways", async ({ playground, page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  for (const [title] of outcomes) {
    await playground.example.selectOption({ label: title })
    const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement)
    expect([title, scrollWidth]).toEqual([title, clientWidth])
  }
  await playground.policy.fill(`version: "1.1"\ntools: {deny: [${"long_name_".repeat(40)}]}\n`)
  await playground.trace.fill(`["${"long_name_".repeat(40)}"]`)
  await expect(playground.title).toHaveText("Violated")
  const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement)
  expect(scrollWidth).toBe(clientWidth)
  await page.locator("#calls").scrollIntoViewIfNeeded()
  await expect(playground.verdict).toBeInViewport()
})

test("parts have roles and names", async ({ playground, page }) => {
  await expect(page.getByRole("heading", { level: 1, name: "Assay" })).toBeVisible()
  for (const name of ["Policy", "Trace", "Rules", "Calls", "Violated"]) {
    await expect(page.getByRole("region", { name })).toBeVisible()
  }
  await expect(page.getByRole("group", { name: "Extent" }).getByRole("radio")).toHaveCount(2)
  await expect(playground.example).toHaveAccessibleDescription(/before: a check/)
  await expect(playground.policy).toHaveAccessibleDescription(/support-desk: 4 rules/)
  await expect(page.getByRole("main")).toHaveCount(1)
  const nameless = await page.locator("button, input, select, textarea, a").evaluateAll(
    (all) =>
      all.filter((each) => {
        const labels = each instanceof HTMLButtonElement || each instanceof HTMLAnchorElement ? [each] : []
        const named =
          "labels" in each ? [...labels, ...((each.labels as NodeListOf<HTMLElement> | null) ?? [])] : labels
        return named.every((label) => (label.textContent ?? "").trim() === "")
      }).length,
  )
  expect(nameless).toBe(0)
  expect(await page.locator("[id]").evaluateAll((all) => all.length - new Set(all.map(({ id }) => id)).size)).toBe(0)
})

test("focus is seen wherever it goes", async ({ playground, page }) => {
  await playground.trace.focus()
  const ring = (selector: string) =>
    page.locator(selector).evaluate((each) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(each)
      return outlineStyle === "solid" ? outlineWidth : outlineStyle
    })
  const editorRing = page
    .locator(".trace-panel .editor")
    .evaluate((each) => getComputedStyle(each, "::after").borderTop)
  expect(await editorRing).toMatch(/^2px solid/)
  await page.keyboard.press("Tab")
  expect(await ring(":focus")).toBe("2px")
  await page.keyboard.press("Shift+Tab")
  await page.keyboard.press("Shift+Tab")
  expect(await ring(".switch input:focus + span")).toBe("2px")
})
