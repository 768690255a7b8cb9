// The pages that browsers open: loopback only, each under its own Content-Security-Policy.
import { createReadStream, existsSync } from "node:fs"
import { createServer } from "node:http"
import { basename, extname, join } from "node:path"

const types = { ".js": "text/javascript", ".mjs": "text/javascript", ".html": "text/html", ".wasm": "application/wasm" }

/** What a page must at least allow for WebAssembly, and what refuses it. */
export const policies = { wasm: "script-src 'self' 'wasm-unsafe-eval'", strict: "script-src 'self'" }

/** Serves `/POLICY/NAME.html`, the folder's own page or one that loads its NAME.js; returns `url(policy, name)` and `close()`. */
export async function site(folder) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost")
    const policy = policies[pathname.split("/")[1]]
    const name = basename(pathname)
    const file = join(folder, name)
    const type = types[extname(name)]
    if (policy === undefined || type === undefined) return response.writeHead(404).end()
    response.setHeader("content-type", type).setHeader("content-security-policy", `default-src 'self'; ${policy}`)
    if (existsSync(file)) return createReadStream(file).pipe(response)
    if (type === "text/html") return response.end(page(basename(name, ".html")))
    return response.writeHead(404).end()
  })
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address()
  return {
    url: (policy, name) => `http://127.0.0.1:${port}/${policy}/${name}.html`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function page(name) {
  return `<!doctype html><meta charset="utf-8"><title>${name}</title><script type="module" src="${name}.js"></script>`
}
