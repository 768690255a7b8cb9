import { expect, test } from "./playground.ts"

const sound = 'version: "1.1"\nsequences:\n  - {type: before, first: A, then: B}\n'

test("a broken policy shows the problem at its place and greys the last verdict", async ({ playground, page }) => {
  await playground.policy.fill(sound)
  await playground.trace.fill('["A", "B"]')
  await expect(playground.title).toHaveText("OK")
  await playground.policy.fill(`${sound}  - oops: [\n`)
  await expect(playground.title).toHaveText("No verdict")
  await expect(playground.verdict).toHaveAttribute("data-kind", "unreadable")
  await expect(playground.problems("policy")).toHaveCount(1)
  await expect(playground.problems("policy")).toContainText("yaml-syntax")
  await expect(page.locator("#stale-note")).toBeVisible()
  await expect(page.locator("section[data-stale]")).toHaveCount(2)
  expect(await page.locator("section[data-stale]").evaluateAll((all) => all.every((each) => "inert" in each))).toBe(
    true,
  )
  await expect(playground.policy).toHaveAttribute("aria-invalid", "true")
  await playground.policy.fill(sound)
  await expect(page.locator("#stale-note")).toBeHidden()
  await expect(page.locator("section[data-stale]")).toHaveCount(0)
  await expect(playground.title).toHaveText("OK")
})

test("following a problem puts the caret at its range", async ({ playground, page }) => {
  const text = 'version: "1.1"\n\nsequnces:\n  - {type: before, first: A, then: B}\n'
  await playground.policy.fill(text)
  const [problem] = await playground.problems("policy").all()
  await expect(playground.problems("policy")).toHaveCount(1)
  await expect(problem!.locator(".place")).toHaveText("3:1")
  expect(await playground.markedLines("policy", "violated")).toEqual([3])
  const start = text.indexOf("sequnces")
  await problem!.click()
  expect(await playground.selection()).toEqual({ id: "policy", start, end: start + 8 })
  await playground.trace.focus()
  await problem!.focus()
  await page.keyboard.press("Enter")
  expect(await playground.selection()).toEqual({ id: "policy", start, end: start + 8 })
})

test("a problem far down and far to the right is brought into sight", async ({ playground }) => {
  const filler = "# a line\n".repeat(300)
  const wide = `x-note: ${"n".repeat(300)}\n`
  await playground.policy.fill(`version: "1.1"\n${filler}${wide}nmae: x\n`)
  await playground.problems("policy").first().click()
  const { top, height } = await playground.policy.evaluate((area) => ({
    top: area.scrollTop,
    height: area.clientHeight,
  }))
  expect(top + height).toBeGreaterThan(303 * 20)
  expect(await playground.markedLines("policy", "violated")).toEqual([303])
})

test("problems of the trace stand at their line", async ({ playground }) => {
  const text = '{"tools":["A"]}\n{"tools":["B"\n{"tools":["C"]}'
  await playground.policy.fill(sound)
  await playground.trace.fill(text)
  const problem = playground.problems("trace").first()
  await expect(playground.problems("trace")).toHaveCount(1)
  await expect(problem.locator(".place")).toHaveText("2:14")
  expect(await playground.markedLines("trace", "violated")).toEqual([2])
  await problem.click()
  const at = text.indexOf("\n", 16)
  expect(await playground.selection()).toEqual({ id: "trace", start: at, end: at })
})

test("a finding that names a value by its path stands at that value", async ({ playground }) => {
  const text = `[
  {"role": "user", "content": "hi"},
  {"role": "assistant", "tool_calls": [
    {"id": "1", "type": "function", "function": {"name": "A", "arguments": "{\\"a\\":"}}
  ]}
]`
  await playground.policy.fill(sound)
  await playground.trace.fill(text)
  const problem = playground.problems("trace").first()
  await expect(problem).toContainText("unparsable-args")
  await expect(problem).toHaveAttribute("data-severity", "warning")
  expect(await playground.markedLines("trace", "warned")).toEqual([4])
  await problem.click()
  const start = text.indexOf('"{\\"a')
  expect(await playground.selection()).toEqual({ id: "trace", start, end: text.indexOf("}}") })
})

test("rules are marked in the policy and lead to their lines", async ({ playground }) => {
  const text = 'version: "1.1"\ntools:\n  deny: [X]\nsequences:\n  - {id: r, type: before, first: A, then: B}\n'
  await playground.policy.fill(text)
  await playground.trace.fill('["B"]')
  expect(await playground.markedLines("policy", "violated")).toEqual([5])
  expect(await playground.markedLines("policy", "vacuous")).toEqual([3])
  await playground.rules.last().getByRole("button", { name: "line 5" }).click()
  const { id, start } = await playground.selection()
  expect([id, start]).toEqual(["policy", text.indexOf("{id: r")])
})

test("what is empty is met with words, not with blame", async ({ playground }) => {
  await playground.policy.fill("")
  await expect(playground.title).toHaveText("Nothing to judge yet")
  await expect(playground.verdict).toHaveAttribute("data-kind", "empty")
  await expect(playground.rules).toHaveCount(0)
  await expect(playground.problems("policy")).toHaveCount(0)
  await expect(playground.policy).toHaveAttribute("aria-invalid", "false")
  await playground.trace.fill(" ")
  await expect(playground.problems("trace")).toHaveCount(0)
  await playground.policy.fill('version: "1.1"\n')
  await playground.trace.fill("[]")
  await expect(playground.title).toHaveText("OK")
  await expect(playground.verdict).toHaveAttribute("data-kind", "untested")
  await expect(playground.page.locator("#calls > .end")).toContainText("no calls")
})

test("nothing jumps between a verdict and none", async ({ playground, page }) => {
  await page.setViewportSize({ width: 1280, height: 860 })
  const boxes = () =>
    page.locator("#verdict, .panel, .panel-head").evaluateAll((all) =>
      all.map((each) => {
        const { x, y, width } = each.getBoundingClientRect()
        return [x, y, width]
      }),
    )
  await expect(playground.title).toHaveText("Violated")
  const before = await boxes()
  await playground.policy.press("Control+End")
  await playground.policy.pressSequentially("   - [")
  await expect(playground.title).toHaveText("No verdict")
  expect(await boxes()).toEqual(before)
})

test("without WebAssembly the page says what has to change", async ({ page, site }) => {
  await page.goto(`${site}strict/`)
  await expect(page.locator("#verdict-title")).toHaveText("Cannot judge here")
  await expect(page.locator("#verdict-detail")).toContainText("wasm-unsafe-eval")
  await page.getByRole("textbox", { name: "Policy" }).fill("versoin: 1")
  await expect(page.locator("#policy-problems .problem").first()).toContainText("unknown-key")
})
