// What runs elsewhere is loaded only when it is asked for: it fetches runtimes and opens browsers.

/** `[{ runtime, bytes }]` under other Nodes and in browsers; those take the build of the checkout. */
export async function measureEverywhere({ nodes, browsers, dist, bytes, rounds }) {
  const found = []
  if (nodes.length > 0) {
    const { underNodes } = await import("./nodes.mjs")
    const words = ["--no-peers", "--dist", dist, "--megabytes", String(bytes / 1e6), "--rounds", String(rounds)]
    found.push(...underNodes(nodes, words))
  }
  if (browsers) {
    const { inBrowsers } = await import("./browsers.mjs")
    found.push(...(await inBrowsers({ bytes, rounds })))
  }
  return found
}
