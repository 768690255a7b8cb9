import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["tests/{unit,conformance}/**/*.test.ts"],
    setupFiles: ["tests/seed.ts"],
    testTimeout: 60_000,
    pool: "threads",
  },
})
