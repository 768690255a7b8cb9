/** Controls, format characters and what else is drawn as nothing. */
const invisible = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/**
 * What remains of a name for the eye (semantics, section 3): invisible characters removed, compatibility
 * forms and letter case folded. Names with one skeleton can be mistaken for each other.
 */
export function skeleton(name: string): string {
  const visible = name.replace(invisible, "").normalize("NFKC")
  return visible.toUpperCase().toLowerCase().normalize("NFKC").replace(invisible, "")
}
