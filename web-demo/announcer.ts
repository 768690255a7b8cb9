/** How long the verdict must stand before it is read out: nobody wants to hear every keystroke judged. */
const quietMs = 700

/** Says a sentence to screen readers once it has settled, and only when it differs from the one said before. */
export class Announcer {
  readonly #region: HTMLElement
  #said: string | undefined
  #timer: number | undefined

  constructor(region: HTMLElement) {
    this.#region = region
  }

  say(sentence: string): void {
    window.clearTimeout(this.#timer)
    // The first verdict is part of the page that is being read anyway.
    if (this.#said === undefined) this.#said = sentence
    if (sentence === this.#said) return
    this.#timer = window.setTimeout(() => {
      this.#said = sentence
      this.#region.textContent = sentence
    }, quietMs)
  }
}
