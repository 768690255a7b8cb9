/** What was cut, as the last line of the summary. */
const notice = "\n_The report was cut here: it is larger than what a summary may hold._\n"

/**
 * Markdown cut to at most `maxBytes` of UTF-8, by default what GitHub takes as the summary of a step. It is cut between
 * lines; open code blocks and `<details>` are closed, and a last line says that it was cut. Empty where not even
 * that line fits.
 */
export function boundedSummary(markdown: string, maxBytes = 1_048_576): string {
  if (utf8Length(markdown) <= maxBytes) return markdown
  const room = maxBytes - utf8Length(notice)
  if (room < 0) return ""
  const open = new OpenParts()
  let bytes = 0
  let kept = { end: 0, fence: "", details: 0 }
  for (let at = 0; at < markdown.length && bytes <= room; ) {
    const end = markdown.indexOf("\n", at) + 1 || markdown.length
    const line = markdown.slice(at, end)
    bytes += utf8Length(line)
    open.read(line)
    const { fence, details } = open
    if (bytes + closingBytes(fence, details) <= room) kept = { end, fence, details }
    at = end
  }
  return `${markdown.slice(0, kept.end)}${closing(kept.fence, kept.details)}${notice}`
}

/** How long {@link closing} is: known without writing it for every line. */
function closingBytes(fence: string, details: number): number {
  return (fence === "" ? 0 : fence.length + 1) + (details === 0 ? 0 : 1 + details * 11)
}

/** What closes the open parts at a line boundary. */
function closing(fence: string, details: number): string {
  return `${fence === "" ? "" : `${fence}\n`}${details === 0 ? "" : `\n${"</details>\n".repeat(details)}`}`
}

/** Which code block and how many `<details>` are open at the end of a line. */
class OpenParts {
  /** What opened the code block; empty outside of one. */
  fence = ""
  details = 0

  read(line: string): void {
    const [, fence = ""] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? []
    if (this.fence === "") {
      this.fence = fence
      if (fence === "") this.#readTags(line)
      return
    }
    const closes = fence[0] === this.fence[0] && fence.length >= this.fence.length && line.trim() === fence
    if (closes) this.fence = ""
  }

  #readTags(line: string): void {
    for (const [tag] of line.matchAll(/<\/?details(?=[\s>])/gi)) {
      this.details = Math.max(0, this.details + (tag.startsWith("</") ? -1 : 1))
    }
  }
}

/** A lone surrogate is written as U+FFFD, of three bytes. */
function utf8Length(text: string): number {
  let bytes = text.length
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) continue
    if (unit < 0x800) bytes++
    else if ((text.codePointAt(at) ?? 0) > 0xffff) {
      bytes += 2
      at++
    } else bytes += 2
  }
  return bytes
}
