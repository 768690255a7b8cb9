import { readFile } from "node:fs/promises"
import { createServer, type Server, type ServerResponse } from "node:http"
import { extname, join, normalize } from "node:path"
import { fileURLToPath } from "node:url"

const built = fileURLToPath(new URL("../../build/web-demo/", import.meta.url))

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
}

/** The built page on a port of its own; under `/strict/` it is served with a policy that refuses WebAssembly. */
export async function serve(): Promise<{ readonly url: string; close(): void }> {
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname
    const strict = path.startsWith("/strict/")
    if (strict) response.setHeader("content-security-policy", "script-src 'self'")
    void answer(response, strict ? path.slice("/strict".length) : path)
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the server has no port")
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() }
}

async function answer(response: ServerResponse, path: string): Promise<void> {
  const file = normalize(path.endsWith("/") ? `${path}index.html` : path)
  try {
    const bytes = await readFile(join(built, file))
    response.setHeader("content-type", types[extname(file)] ?? "application/octet-stream")
    response.end(bytes)
  } catch {
    response.statusCode = 404
    response.end()
  }
}
