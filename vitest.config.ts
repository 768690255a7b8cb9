import { defineConfig } from "vitest/config"

/** `unit` runs everywhere, `growth` alone on the machine, `data` where the recorded traces are. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.ts"],
          setupFiles: ["tests/seed.ts"],
          testTimeout: 60_000,
          pool: "threads",
        },
      },
      { test: { name: "growth", include: ["tests/growth/**/*.test.ts"], testTimeout: 120_000 } },
      { test: { name: "data", include: ["tests/data/**/*.test.ts"], testTimeout: 120_000 } },
    ],
  },
})
