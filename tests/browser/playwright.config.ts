import { existsSync } from "node:fs"
import { defineConfig } from "playwright/test"

// Real browsers: those that the environment names, else the system's, else Playwright's own.
const chromium = process.env.ASSAY_CHROMIUM ?? ["/usr/bin/chromium"].find(existsSync)
const firefox = process.env.ASSAY_FIREFOX ?? ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find(existsSync)

const launch = (executablePath: string | undefined, args: string[]) => ({
  args,
  ...(executablePath === undefined ? {} : { executablePath }),
})

export default defineConfig({
  testDir: ".",
  outputDir: "../../build/browser-results",
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  timeout: 30_000,
  projects: [
    {
      name: "chromium",
      use: {
        browserName: "chromium",
        launchOptions: launch(chromium, ["--disable-gpu", "--disable-background-networking"]),
      },
    },
    // The release that users have, driven over WebDriver BiDi, and not a patched build.
    {
      name: "firefox",
      use: { browserName: "firefox", channel: "moz-firefox", launchOptions: launch(firefox, []) },
    },
  ],
})
