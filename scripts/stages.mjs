// A run of named, timed stages, each of which counts what passed and what failed.
/** Starts a run; `stage(name, action)` awaits `{ passed, failed }`, and a throw counts as one failure. */
export function stages() {
  const rows = []
  return {
    async stage(name, action) {
      process.stdout.write(`\n== ${name}\n`)
      const started = performance.now()
      const { passed, failed } = await counted(action)
      rows.push({ name, passed, failed, seconds: (performance.now() - started) / 1000 })
    },
    /** Prints a row per stage and the closing line; the exit code says whether anything failed. */
    close() {
      const sum = (key) => rows.reduce((total, row) => total + row[key], 0)
      process.stdout.write("\n")
      for (const { name, passed, failed, seconds } of rows) {
        const verdict = failed === 0 && passed > 0 ? "ok  " : "FAIL"
        process.stdout.write(
          `${verdict} ${name.padEnd(44)} ${passed} passed, ${failed} failed, ${seconds.toFixed(1)} s\n`,
        )
      }
      process.stdout.write(`${sum("passed")} passed, ${sum("failed")} failed\n`)
      process.exitCode = sum("failed") === 0 && sum("passed") > 0 ? 0 : 1
    },
  }
}

async function counted(action) {
  try {
    const counts = await action()
    // A stage that found nothing to run has not passed.
    return counts.passed + counts.failed > 0 ? counts : { passed: 0, failed: 1 }
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : error}\n`)
    return { passed: 0, failed: 1 }
  }
}
