const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * The length of a text in characters as people count them: user-perceived characters (Unicode grapheme clusters).
 * A Chinese character, an emoji, a flag, a family of joined emoji and a letter with its accents are one each.
 */
export function countCharacters(text: string): number {
  return [...segmenter.segment(text)].length;
}
