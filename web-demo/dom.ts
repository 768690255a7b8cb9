type Child = Node | string | undefined
type Attributes = Readonly<Record<string, string | number | undefined>>

/**
 * An element. Whatever a user typed comes in as a child and becomes a text node: nothing on this page is ever parsed
 * as HTML. Attributes that are `undefined` are left out.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(name, String(value))
  }
  made.append(...children.filter((child) => child !== undefined))
  return made
}

/** The element of index.html with this id. */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id)
  if (found instanceof kind) return found
  throw new TypeError(`index.html has no ${kind.name} with the id ${id}`)
}

/** Writes only what differs, so that nothing is laid out or announced anew without reason. */
export function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text
}

/** A button that does one thing. */
export function button(attributes: Attributes, action: () => void, ...children: readonly Child[]): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, ...children)
  made.addEventListener("click", action)
  return made
}

/** A sentence in which names stand in backquotes, with the names as code. */
export function sentenceParts(sentence: string): Node[] {
  const parts = sentence.split("`")
  // An even number of parts means that a name holds a backquote itself: then the sentence stays as it is.
  if (parts.length % 2 === 0) return [document.createTextNode(sentence)]
  return parts.map((part, index) => (index % 2 === 0 ? document.createTextNode(part) : element("code", {}, part)))
}

/** The text, cut after `most` code points, with an ellipsis where something is missing. */
export function clip(text: string, most: number): string {
  const head = [...text.slice(0, most * 2)]
  return head.length <= most && text.length <= most * 2 ? text : `${head.slice(0, most).join("")}…`
}

/** `1 call`, `2 calls`, `1,164 calls`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`
}
