/** Text in which each code unit is one character: in ASCII, only CR LF is a cluster of two. */
const plain = /^[^\r\u0080-\uffff]*$/;
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * Counts user-perceived characters (Unicode grapheme clusters). A Chinese character, an emoji, a flag, an emoji of a
 * family and a letter with its accents are one each.
 */
export function countCharacters(text: string): number {
  // The segmenter takes longer than all other checks of an input.
  if (plain.test(text)) return text.length;
  return [...segmenter.segment(text)].length;
}

/**
 * Code points of which nothing is seen, alone or together: white space, zero-width and filler characters (default
 * ignorable ones, such as U+200B, U+115F and U+3164), controls, combining marks without a letter, the empty Braille
 * pattern, interlinear annotation marks and a musical symbol that is empty.
 */
const onlyInvisible =
  /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{M}\u2800\ufff9-\ufffb\u{1d159}]*$/u;

/** Whether a reader sees anything of the text. */
export function isVisible(text: string): boolean {
  return !onlyInvisible.test(text);
}

/** Whether the text has more than `max` Unicode code points; takes no longer for a longer text. */
export function hasMoreCodePoints(text: string, max: number): boolean {
  // A code point is one code unit or two.
  return text.length > max && Array.from(text.slice(0, 2 * max + 1)).length > max;
}
