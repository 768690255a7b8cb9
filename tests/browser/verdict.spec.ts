import { expect, test } from "./playground.ts"

const policy = `version: "1.1"
sequences:
  - {id: first, type: before, first: A, then: B}
  - {id: soon, type: after, trigger: A, then: C, within: 2}
`

test.beforeEach(async ({ playground }) => {
  await playground.policy.fill(policy)
})

test("typing changes the verdict", async ({ playground, page }) => {
  const { trace, title, verdict } = playground
  await trace.fill('["A", "C"]')
  await expect(title).toHaveText("OK")
  await trace.fill('["B", "A", "C"]')
  await expect(title).toHaveText("Violated")
  await expect(verdict).toHaveAttribute("data-kind", "violated")
  await trace.fill("")
  await trace.pressSequentially('["A",')
  await expect(title).toHaveText("Cut off")
  await expect(playground.rules.last()).toHaveAttribute("data-outcome", "pending")
  await expect(page.getByRole("group", { name: "traces" })).toHaveCount(0)
  await trace.pressSequentially('"B","C"]')
  await expect(title).toHaveText("OK")
  await expect(page.locator("#verdict-mark [data-mark=ok]")).toBeVisible()
})

test("each rule has its outcome, its sentence and the calls that matter", async ({ playground }) => {
  const { trace, rules, calls } = playground
  await trace.fill('["B", "A"]')
  await expect(rules).toHaveCount(2)
  for (const id of ["first", "soon"]) {
    await expect(rules.and(playground.page.locator(`[data-rule=${id}]`))).toHaveAttribute("data-outcome", "violated")
  }
  await expect(rules.first()).toContainText("exercised")
  await expect(rules.first().locator(".sentence code")).toHaveText(["B", "A"])
  await expect(rules.first().locator("[data-call]")).toHaveText(["0 B"])
  await expect(rules.last().locator("[data-call]")).toHaveText(["1 A"])
  await expect(calls.nth(0)).toHaveAttribute("data-mark", "violated")
  await expect(calls.nth(1)).toHaveAttribute("data-mark", "part")
  await expect(playground.page.locator("#calls > .end")).toHaveAttribute("data-mark", "violated")
})

test("a rule that was not put to the test does not look like one that held", async ({ playground }) => {
  await playground.trace.fill('["X"]')
  await expect(playground.title).toHaveText("OK, but nothing was tested")
  await expect(playground.verdict).toHaveAttribute("data-kind", "untested")
  for (const rule of await playground.rules.all()) {
    await expect(rule).toHaveAttribute("data-outcome", "not_exercised")
    await expect(rule).toHaveAttribute("data-mark", "idle")
  }
})

test("what cannot be read at all has no verdict", async ({ playground }) => {
  for (const text of ["hello", "{", "[[", 'version: "1.1"', "[1]", "null"]) {
    await playground.trace.fill(text)
    await expect(playground.title).toHaveText("Not readable")
    await expect(playground.problems("trace")).not.toHaveCount(0)
    await expect(playground.trace).toHaveAttribute("aria-invalid", "true")
  }
})

test("the extent decides about what is not due yet", async ({ playground, page }) => {
  await playground.trace.fill('["A"]')
  await expect(playground.title).toHaveText("Violated")
  await page.getByRole("radio", { name: "Partial" }).check()
  await expect(playground.title).toHaveText("OK so far")
  await expect(playground.rules.last()).toHaveAttribute("data-outcome", "pending")
  await expect(page.locator("#calls > .end")).toHaveAttribute("data-mark", "pending")
})

test("warnings do not make a verdict bad, and are not hidden", async ({ playground }) => {
  await playground.policy.fill('version: "1.1"\nsequences:\n  - {type: require, tool: Z, severity: warning}\n')
  await playground.trace.fill('["A"]')
  await expect(playground.title).toHaveText("OK, with warnings")
  await expect(playground.rules.first()).toHaveAttribute("data-mark", "warned")
})

test("denied attempts stand in the list without an index", async ({ playground, page }) => {
  await playground.trace.fill('[{"tool":"B","status":"denied"},{"tool":"A"},{"tool":"B"},{"tool":"C"}]')
  await expect(playground.title).toHaveText("OK")
  await expect(playground.calls).toHaveCount(4)
  await expect(page.locator("#calls > .attempt")).toHaveCount(1)
  await expect(page.locator("#call-0")).toContainText("A")
})

test("several traces: the worst decides, each can be looked at", async ({ playground, page }) => {
  await playground.trace.fill('{"id":"good","tools":["A","C"]}\n{"id":"bad","tools":["B"]}\n{"tools":\n')
  await expect(playground.title).toHaveText("Violated")
  const choices = page.getByRole("group", { name: "3 traces" }).getByRole("radio")
  await expect(choices).toHaveCount(3)
  await expect(playground.calls).toHaveCount(2)
  await page.getByRole("radio", { name: "bad violated" }).check()
  await expect(playground.calls).toHaveCount(1)
  await expect(playground.rules.first()).toHaveAttribute("data-outcome", "violated")
  await page.getByRole("radio", { name: "line 3 not readable" }).check()
  await expect(playground.rules).toHaveCount(0)
  await expect(page.getByRole("radio", { name: "line 3 not readable" })).toBeFocused()
})

test("the format is told with its evidence", async ({ playground, page }) => {
  const status = page.locator("#trace-status")
  await playground.trace.fill('{"tools":["A","C"]}')
  await expect(status).toContainText("native")
  await expect(status.locator("code")).toHaveText("tools")
  const call = { id: "1", type: "function", function: { name: "A", arguments: "{}" } }
  await playground.trace.fill(JSON.stringify([{ role: "assistant", tool_calls: [call] }]))
  await expect(status).toContainText("openai-chat")
})

test("a long trace is judged whole and drawn in part", async ({ playground, page }) => {
  const tools = [...Array.from({ length: 20_000 }, () => "A"), "C", "D"]
  await playground.policy.fill('version: "1.1"\ntools: {deny: [D]}\n')
  // Browsers type such a text slowly; what is tested is what the page makes of it.
  await playground.trace.evaluate(
    (area: HTMLTextAreaElement, text) => {
      area.value = text
      area.dispatchEvent(new Event("input", { bubbles: true }))
    },
    JSON.stringify(tools, undefined, 1),
  )
  await expect(playground.title).toHaveText("Violated")
  await expect(page.locator("#call-20001")).toHaveAttribute("data-mark", "violated")
  expect(await page.locator("#calls > li").count()).toBeLessThan(300)
  expect(await page.locator(".trace-panel .line").count()).toBeLessThan(100)
})

test("what is said aloud is the settled verdict, once", async ({ playground, page }) => {
  const announcer = page.getByRole("status")
  await playground.trace.fill('["A", "C"]')
  await expect(announcer).toContainText("OK")
  await announcer.evaluate((region) => {
    const changes = new MutationObserver(() => {
      region.dataset.changes = String(Number(region.dataset.changes ?? 0) + 1)
    })
    changes.observe(region, { childList: true })
  })
  await playground.trace.fill("")
  await playground.trace.pressSequentially('["B","C"]')
  await expect(announcer).toContainText("Violated")
  await expect(announcer).toHaveAttribute("data-changes", "1")
})
