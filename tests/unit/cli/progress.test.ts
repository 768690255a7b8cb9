import { describe, expect, test } from "vitest"
import { type Progress, progressFor } from "../../../src/cli/progress.ts"

interface Screen {
  readonly progress: Progress
  readonly shown: string[]
  /** Milliseconds. */
  pass(time: number): void
}

function screen(options: { terminal?: boolean; wanted?: boolean; columns?: number; ci?: string } = {}): Screen {
  const { terminal = true, wanted = true, columns = 100, ci } = options
  const shown: string[] = []
  let time = 1000
  const stderr = { terminal, columns, write: async (text: string) => void shown.push(text) }
  const progress = progressFor({ stderr, env: { CI: ci } }, wanted, () => time)
  return {
    progress,
    shown,
    pass(more) {
      time += more
    },
  }
}

const mega = 1_000_000

describe("the progress line", () => {
  test("says share, size, rate, what came of it and the time left", async () => {
    const { progress, shown, pass } = screen()
    pass(4000)
    await progress.show("1200 traces judged", 20 * mega, 50 * mega)
    expect(shown).toEqual([
      "\r\x1b[K[########............]  40 %, 20.0 of 50.0 MB, 5.0 MB/s, 1200 traces judged, 6 s left",
    ])
    await progress.clear()
    expect(shown.at(-1)).toBe("\r\x1b[K")
  })

  test("promises nothing where the total is not known", async () => {
    const { progress, shown, pass } = screen()
    pass(4000)
    await progress.show("3 traces judged", 20 * mega)
    expect(shown).toEqual(["\r\x1b[K20.0 MB, 5.0 MB/s, 3 traces judged"])
  })

  test("nor where a file has grown beyond it, nor before it knows how fast it is", async () => {
    const { progress, shown, pass } = screen()
    pass(800)
    await progress.show("1 trace judged", mega, 50 * mega)
    pass(4000)
    await progress.show("1 trace judged", 60 * mega, 50 * mega)
    expect(shown.length).toBe(2)
    expect(shown.join("")).not.toMatch(/left/)
    expect(shown[1]).not.toMatch(/%/)
  })

  test.each([
    [59, "59 s left"],
    [600, "10 min left"],
    [7500, "2 h 5 min left"],
  ])("%i seconds are %s", async (seconds, said) => {
    const { progress, shown, pass } = screen()
    pass(10_000)
    await progress.show("", 10 * mega, (10 + seconds) * mega)
    expect(shown[0]).toContain(said)
  })

  test.each([
    [89, "[########............]  40 %, 20.0 of 50.0 MB, 5.0 MB/s, 1200 traces judged, 6 s left"],
    [80, "[####......]  40 %, 20.0 of 50.0 MB, 5.0 MB/s, 1200 traces judged, 6 s left"],
    [70, "[####......]  40 %, 20.0 of 50.0 MB, 1200 traces judged, 6 s left"],
    [60, "[####......]  40 %, 1200 traces judged, 6 s left"],
    [40, "40 %, 1200 traces judged, 6 s left"],
    [30, "40 %, 1200 traces judged, 6 …"],
  ])("says in %i columns what matters most", async (columns, line) => {
    const { progress, shown, pass } = screen({ columns })
    pass(4000)
    await progress.show("1200 traces judged", 20 * mega, 50 * mega)
    expect(shown[0]?.replace("\r\x1b[K", "")).toBe(line)
  })

  test("a large run is told whole in 80 columns, with or without a total", async () => {
    const { progress, shown, pass } = screen({ columns: 80 })
    pass(60_000)
    await progress.show("1234567 traces judged", 12_345 * mega, 98_765 * mega)
    pass(60_000)
    await progress.show("1234567 traces judged", 98_765 * mega)
    for (const line of shown) {
      expect(line).toContain("1234567 traces judged")
      expect(line).not.toContain("…")
      expect(line.replace("\r\x1b[K", "").length).toBeLessThanOrEqual(79)
    }
    expect(shown[0]).toContain(" left")
  })

  test("short work shows none, and long work not more than the eye can read", async () => {
    const { progress, shown, pass } = screen()
    for (let step = 0; step < 200; step++) {
      pass(10)
      await progress.show("x", step, 200)
    }
    expect(shown.length).toBeGreaterThan(3)
    expect(shown.length).toBeLessThan(12)
    const quick = screen()
    quick.pass(600)
    await quick.progress.show("x", 1, 2)
    await quick.progress.clear()
    expect(quick.shown).toEqual([])
  })

  test.each([
    ["off a terminal", { terminal: false }],
    ["with --no-progress", { wanted: false }],
    ["in CI", { ci: "true" }],
  ])("is silent %s", async (_what, options) => {
    const { progress, shown, pass } = screen(options)
    pass(4000)
    await progress.show("x", 1, 2)
    await progress.clear()
    expect(shown).toEqual([])
  })

  test.each(["", "0", "false"])("CI=%j is no CI", async (ci) => {
    const { progress, shown, pass } = screen({ ci })
    pass(4000)
    await progress.show("x", 1, 2)
    expect(shown.length).toBe(1)
  })
})
