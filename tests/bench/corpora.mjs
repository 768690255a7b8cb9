import { pick, randomFrom } from "./seeded.mjs"
import { toolSet } from "./tool-sets.mjs"

/**
 * Seeded corpora: UTF-8 JSONL, one trace of about 50 calls a line. The bytes are a function of the options alone. A line
 * in fifteen violates the policies of policies.mjs in one of six ways, one of which only arg rules see.
 */

const ascii = "the order was moved to another day because its owner asked for it and paid what was due at once".split(
  " ",
)
const foreign = [
  "déjà vu",
  "Größe",
  "訂單已取消",
  "запрос клиента",
  "naïve café",
  "価格を確認",
  "✅ fertig",
  "señor Núñez",
]
const scripts = {
  cjk: ["客戶要求退款", "予約を変更しました", "订单编号", "고객이 확인했습니다", "住所", "明日の午後三時"],
  cyrillic: ["клиент попросил перенести", "возврат оформлен", "адрес доставки", "подтверждено"],
  emoji: ["🙂👍", "📦➡️🏠", "🎉🎉🎉", "👩‍💻", "🇯🇵"],
}
const modes = ["fast", "safe", "dry"]

/** What a call of each kind carries beside its tool; about 190, 60, 860 and 260 bytes with it. */
const kinds = {
  mixed: (random, index) => ({
    args: { ...keys(random), note: noteOf(random) },
    result: { ok: true, n: Math.floor(random() * 1000) },
    id: `call_${index}`,
    time: 1_700_000_000_000 + index * 1000,
  }),
  short: (random) => ({ args: { amount: Math.floor(random() * 1000), mode: pick(random, modes) } }),
  long: (random) => ({ args: { ...keys(random), note: words(random, 160) } }),
  "non-ascii": (random, index) => ({
    args: { ...keys(random), note: Array.from({ length: 5 }, () => phrase(random)).join("，") },
    result: { text: phrase(random) },
    id: `call_${index}`,
  }),
}

/** The kinds of corpora, in the order in which they are shown. */
export const corpusKinds = Object.keys(kinds)

/**
 * At least `bytes` bytes of the `kind`, over `tools` tools. Ends with a whole line.
 *
 * @example
 * corpus({ kind: "mixed", tools: 60, bytes: 1 << 20 }).length // a little more than a megabyte
 */
export function corpus({ kind, tools, bytes, seed = 1 }) {
  const random = randomFrom(seed + corpusKinds.indexOf(kind) * 1000 + tools)
  const { departments } = toolSet(tools)
  const encoder = new TextEncoder()
  let out = new Uint8Array(bytes + (1 << 17))
  let at = 0
  for (let index = 0; at < bytes; index++) {
    const line = `${JSON.stringify(trace(random, index, pick(random, departments), kinds[kind]))}\n`
    if (out.length - at < line.length * 3) out = grown(out)
    at += encoder.encodeInto(line, out.subarray(at)).written
  }
  return out.slice(0, at)
}

/** The whole lines within the first `bytes` bytes of a corpus, at least one. */
export function sampleOf(corpusBytes, bytes) {
  if (corpusBytes.length <= bytes) return corpusBytes
  const before = corpusBytes.lastIndexOf(10, bytes - 1)
  return corpusBytes.subarray(0, (before < 0 ? corpusBytes.indexOf(10) : before) + 1)
}

function trace(random, index, department, carried) {
  const fault = random() < 1 / 15 ? Math.floor(random() * 6) : -1
  const { open, identify, close, transfer, drop, others } = department
  const middle = Array.from({ length: 40 + Math.floor(random() * 14) }, () => pick(random, others))
  if (fault === 2) middle.splice(20, 0, transfer)
  if (fault === 3) middle.splice(10, 0, drop)
  const names = [open, ...(fault === 0 ? [] : [identify]), ...middle, ...(fault === 1 ? [] : [close])]
  const calls = names.map((tool, i) => ({ tool, ...carried(random, i) }))
  if (fault === 4) calls[5].tool = "run_shell"
  if (fault === 5) for (const call of calls) call.args.amount += 5000
  return { id: `trace-${index}`, calls }
}

const keys = (random) => ({
  account: `acc_${1000 + Math.floor(random() * 9000)}`,
  amount: Math.floor(random() * 1000),
  mode: pick(random, modes),
})

/** Every second note is not ASCII: one in ten of the strings of a call. */
const noteOf = (random) => (random() < 0.5 ? `${words(random, 4)} ${pick(random, foreign)}` : words(random, 6))

const words = (random, count) => Array.from({ length: count }, () => pick(random, ascii)).join(" ")

const phrase = (random) => pick(random, scripts[pick(random, ["cjk", "cjk", "cyrillic", "emoji"])])

function grown(bytes) {
  const larger = new Uint8Array(bytes.length * 2)
  larger.set(bytes)
  return larger
}
