/** Of ASCII only CR and LF together are one character. */
const plain = /^[^\r\u0080-\uffff]*$/;
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * The length of a text in characters as people count them: user-perceived characters (Unicode grapheme clusters).
 * A Chinese character, an emoji, a flag, a family of joined emoji and a letter with its accents are one each.
 */
export function countCharacters(text: string): number {
  // The segmenter takes longer than all other checks of an input together.
  if (plain.test(text)) return text.length;
  return [...segmenter.segment(text)].length;
}
