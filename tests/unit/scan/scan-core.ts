import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { BROKEN, BROKEN_DOCUMENT, CALL, DONE, MORE, TRACE_END } from "../../../assembly/scan/scan-abi.ts"

interface ScanExports {
  readonly memory: WebAssembly.Memory
  begin(container: number, full: boolean): void
  reserve(bytes: number): number
  held(): number
  capacity(): number
  open(length: number, last: boolean): void
  next(): number
  needsRoom(): number
  call(): number
  unit(): number
  count(from: number, to: number): number
}

export interface SeenCall {
  readonly tool: string
  readonly args?: string
  readonly result?: string
  readonly agent?: string
  readonly id?: string
  readonly error: boolean
  readonly status: number
  readonly step: number
  readonly turn: number
  readonly time: number
}

/** A unit that was given: all texts are JSON as it stands there. `code`: TRACE_END, BROKEN, or BROKEN_DOCUMENT, which has no place. */
export interface SeenUnit {
  readonly code: number
  readonly text: string
  readonly line: number
  readonly id?: string
  readonly certain?: boolean
  readonly rivals?: boolean
  readonly calls: readonly SeenCall[]
}

export type Build = "simd" | "scalar"

const root = fileURLToPath(new URL("../../../", import.meta.url))

/** The scanner alone, compiled by asc when its sources have changed. */
export function loadScan(build: Build): ScanExports {
  const module = new WebAssembly.Module(readFileSync(compiled(build)))
  return new WebAssembly.Instance(module).exports as unknown as ScanExports
}

function compiled(build: Build): string {
  const config = "tests/core/entries/scan.asconfig.json"
  const folder = join(root, "assembly/scan")
  const sources = readdirSync(folder).map((name) => join(folder, name))
  const digest = createHash("sha256")
  for (const file of [...sources, join(root, "tests/core/entries/scan.ts"), join(root, config)]) {
    digest.update(readFileSync(file))
  }
  const file = join(root, "build/scan", `${build}-${digest.digest("hex").slice(0, 16)}.wasm`)
  if (existsSync(file)) return file
  mkdirSync(join(root, "build/scan"), { recursive: true })
  const scratch = mkdtempSync(join(root, "build/scan/new-"))
  const out = join(scratch, "scan.wasm")
  const asc = join(root, "node_modules/assemblyscript/bin/asc.js")
  execFileSync(process.execPath, [asc, "--config", config, "--target", build, "--outFile", out], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  })
  renameSync(out, file)
  rmSync(scratch, { recursive: true, force: true })
  return file
}

export interface ScanOptions {
  readonly container: number
  readonly full: boolean
  /** Bytes that are handed over at a time. */
  readonly chunk?: number
}

/** All units of an input, handed over in chunks of any size. */
export function scanAll(
  core: ScanExports,
  bytes: Uint8Array,
  { container, full, chunk = 1 << 16 }: ScanOptions,
): SeenUnit[] {
  core.begin(container, full)
  const units: SeenUnit[] = []
  let from = 0
  for (;;) {
    const at = core.reserve(chunk) >>> 0
    const held = core.held()
    const piece = bytes.subarray(from, from + chunk)
    new Uint8Array(core.memory.buffer).set(piece, at + held)
    from += piece.length
    core.open(held + piece.length, from >= bytes.length)
    const code = drain(core, units)
    if (code !== MORE) return units
    if (from >= bytes.length) throw new Error("more is asked for after the end")
  }
}

function drain(core: ScanExports, units: SeenUnit[]): number {
  let calls: SeenCall[] = []
  for (;;) {
    const code = core.next()
    if (code === MORE || code === DONE) return code
    if (code === CALL) {
      calls.push(readCall(core))
      continue
    }
    if (code !== TRACE_END && code !== BROKEN && code !== BROKEN_DOCUMENT) throw new Error(`no such code: ${code}`)
    units.push(readUnit(core, code, code === TRACE_END ? calls : []))
    calls = []
    if (code === BROKEN_DOCUMENT) return code
  }
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true })

function textAt(core: ScanExports, from: number, to: number): string {
  return decoder.decode(new Uint8Array(core.memory.buffer).slice(from, to))
}

function readCall(core: ScanExports): SeenCall {
  const view = new DataView(core.memory.buffer, core.call() >>> 0, 80)
  const word = (at: number): number => view.getUint32(at, true)
  const part = (at: number): string | undefined => (word(at) === 0 ? undefined : textAt(core, word(at), word(at + 4)))
  const name = textAt(core, word(0), word(0) + word(4))
  if (name.includes("\\") !== (word(8) === 1)) throw new Error(`whether ${name} has escapes is told wrong`)
  const [args, result, agent, id] = [part(12), part(20), part(28), part(36)]
  return {
    tool: `"${name}"`,
    ...(args !== undefined && { args }),
    ...(result !== undefined && { result }),
    ...(agent !== undefined && { agent }),
    ...(id !== undefined && { id }),
    error: word(44) === 1,
    status: word(48),
    step: view.getFloat64(56, true),
    turn: view.getFloat64(64, true),
    time: view.getFloat64(72, true),
  }
}

function readUnit(core: ScanExports, code: number, calls: readonly SeenCall[]): SeenUnit {
  const view = new DataView(core.memory.buffer, core.unit() >>> 0, 40)
  const word = (at: number): number => view.getUint32(at, true)
  const place = { code, text: textAt(core, word(0), word(4)), line: word(8), calls }
  if (code !== TRACE_END) return code === BROKEN ? place : { ...place, text: "", line: 0 }
  const id = word(12) === 0 ? undefined : `"${textAt(core, word(12), word(12) + word(16))}"`
  if (id !== undefined && id.includes("\\") !== (word(20) === 1))
    throw new Error("whether an id has escapes is told wrong")
  return { ...place, ...(id !== undefined && { id }), certain: word(24) === 1, rivals: word(28) === 1 }
}
