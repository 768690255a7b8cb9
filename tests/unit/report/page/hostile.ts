import fc from "fast-check"
import {
  type Block,
  type Document,
  type Inline,
  strong,
  type Text,
  type Tone,
} from "../../../../src/report/page/document.ts"

/** Pieces of what Markdown, HTML and their hosts read as more than text. */
const pieces = [
  "<",
  ">",
  "&",
  '"',
  "'",
  "`",
  "``",
  "```",
  "~~~",
  "*",
  "**",
  "_",
  "__",
  "~~",
  "|",
  "\\",
  "\\|",
  "\\`",
  "[",
  "]",
  "](",
  "![",
  "(",
  ")",
  "@",
  "#",
  "##",
  "$",
  "$$",
  ":",
  ":+1:",
  "-",
  "+",
  "1.",
  "1)",
  "---",
  "===",
  "***",
  "> ",
  "\n",
  "\r\n",
  "\n\n",
  "\t",
  "    ",
  " ",
  "  ",
  "a",
  "word",
  "@user",
  "#12",
  "GH-1",
  "https://evil.example",
  "www.evil.example",
  "http://",
  "evil.example",
  "me@evil.example",
  "mailto:me@evil.example",
  "javascript:alert(1)",
  "user/repo#1",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "</td>",
  "</details>",
  "</code>",
  "<!--",
  "-->",
  "]]>",
  "<?x",
  "<![CDATA[",
  "[a](javascript:alert(1))",
  "![x](https://evil.example/x.png)",
  "[x]: https://evil.example",
  "[^1]",
  "[ ]",
  "&lt;",
  "&#60;",
  "\u202e",
  "\u2066",
  "\u200b",
  "\u0000",
  "\u001b[31m",
  "\ufeff",
  "\ud800",
  "0123456789abcdef0123456789abcdef01234567",
  "1a2b3c4",
  "snake_case",
  "日本語",
  "🙂",
] as const

export const hostile: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((all) => all.join("")),
  fc.string({ unit: "binary", maxLength: 20 }),
)

const inline: fc.Arbitrary<Inline> = fc.oneof(
  hostile,
  hostile.map((text): Inline => ({ inline: "code", text })),
  hostile.map((text) => strong("said ", { inline: "code", text }, " so")),
  hostile.map((text): Inline => ({ inline: "quiet", content: [text] })),
  hostile.map((text): Inline => ({ inline: "link", to: 1, content: [text, { inline: "code", text }] })),
  fc.constantFrom<Inline>({ inline: "mark", tone: "bad", sign: "✗", word: "violated" }, { inline: "break" }),
)

const text: fc.Arbitrary<Text> = fc.array(inline, { maxLength: 5 })

const tone = fc.constantFrom<Tone>("good", "bad", "warn", "wait", "quiet")

const leaf: fc.Arbitrary<Block> = fc.oneof(
  text.map((content): Block => ({ block: "paragraph", content })),
  fc.tuple(tone, text).map(([tone, content]): Block => ({ block: "banner", tone, content })),
  fc.array(text, { minLength: 1, maxLength: 3 }).map((items): Block => ({ block: "list", items })),
  fc.array(fc.tuple(text, text), { maxLength: 3 }).map((rows): Block => {
    return { block: "table", label: "a table", columns: [{ head: "one" }, { head: "two" }], rows }
  }),
  fc.array(hostile, { maxLength: 3 }).map((lines): Block => ({ block: "code", lines })),
)

const branch: fc.Arbitrary<Block> = fc.oneof(
  leaf,
  fc
    .tuple(text, fc.array(leaf, { maxLength: 2 }))
    .map(([summary, content]): Block => ({ block: "details", summary, content, open: content.length > 1 })),
)

/** Documents of every shape, with hostile text wherever text may stand. */
export const documents: fc.Arbitrary<Document> = fc
  .tuple(text, fc.array(fc.tuple(text, fc.array(branch, { maxLength: 3 })), { maxLength: 2 }))
  .map(([title, sections]) => ({
    title: ["Title ", ...title],
    blocks: sections.map(
      ([heading, content], number): Block => ({ block: "section", title: ["Section ", ...heading], content, number }),
    ),
  }))
