import { defineConfig } from "vitest/config"

export default defineConfig({
  test: { include: ["tests/{unit,conformance}/**/*.test.ts"], testTimeout: 60_000, pool: "threads" },
})
