import { escapeText } from "../text.ts"

const entity: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

/** Text for HTML and XML, between tags or inside quotes; what nobody sees is spelled out. */
export function escapeHtml(text: string): string {
  return escapeText(text).replace(/[&<>"']/g, (sign) => entity[sign] ?? "")
}
