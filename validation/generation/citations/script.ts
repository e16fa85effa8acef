const withoutSpaces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;

/** Whether a text has letters of a script that is written without spaces, or that joins endings to names. */
export function isWrittenWithoutSpaces(text: string): boolean {
  return withoutSpaces.test(text);
}
