import { createServer, type Server } from "node:http"

/** Texts by path, served as HTML on a port of their own; `asked` is every path that was asked for. */
export interface PageServer {
  readonly url: string
  readonly asked: readonly string[]
  close(): void
}

export async function servePages(pages: Readonly<Record<string, string>>): Promise<PageServer> {
  const asked: string[] = []
  const server: Server = createServer((request, response) => {
    const path = (request.url ?? "/").slice(1)
    asked.push(path)
    const text = pages[path]
    response.statusCode = text === undefined ? 404 : 200
    response.setHeader("content-type", path.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8")
    response.end(text)
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the server has no port")
  return { url: `http://127.0.0.1:${address.port}/`, asked, close: () => server.close() }
}
