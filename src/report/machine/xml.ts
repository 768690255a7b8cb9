/** What XML 1.0 cannot hold in any spelling: most controls, surrogates that stand alone, U+FFFE and U+FFFF. */
const illegal = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
}

/** A text as the content of an element. What XML cannot hold becomes U+FFFD. */
export function xmlText(text: string): string {
  return text.replace(illegal, "\ufffd").replace(/[&<>\r]/g, (character) => entities[character] ?? "")
}

/** A text as the value of an attribute in double quotes; line ends and tabs survive the parser's normalisation. */
export function xmlAttribute(text: string): string {
  return text.replace(illegal, "\ufffd").replace(/[&<>"'\t\n\r]/g, (character) => entities[character] ?? "")
}

/** A start tag without its closing `>`; attributes that are undefined are left out. */
export function xmlTag(name: string, attributes: Readonly<Record<string, string | number | undefined>>): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${xmlAttribute(String(value))}"`],
  )
  return `<${name}${written.join("")}`
}
