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
