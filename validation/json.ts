/** Any value that {@link parseJson} returns. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };

/** Rare in text without a long integer. */
const manyDigits = /\d{16}/;

/** An integer of 16 digits or more where a value can be; also matches inside strings. */
const longInteger = /(?<=[:[,\s]|^)-?[1-9]\d{15,}(?=\s*(?:[,\]}]|$))/g;

/**
 * Parses JSON without losing digits: an integer that a JavaScript number cannot represent exactly (beyond ±(2^53-1))
 * becomes the string of its digits. Everything else is as with `JSON.parse`.
 * Kling's element IDs are such bare integers (docs/kling-api.md, section 4, row 1).
 *
 * @throws SyntaxError if the text is not JSON
 */
export function parseJson(text: string): Json {
  return JSON.parse(quoteLongIntegers(text)) as Json;
}

/**
 * Puts every integer that a JavaScript number cannot represent exactly in quotation marks, for other JSON parsers.
 * (A reviver with source text access takes five times as long as the parsing itself.)
 */
export function quoteLongIntegers(text: string): string {
  if (!manyDigits.test(text)) return text;
  let quoted = '';
  let copied = 0;
  let inString = false;
  let mark: number | undefined;
  for (const { 0: digits, index } of text.matchAll(longInteger)) {
    if (Number.isSafeInteger(Number(digits))) continue;
    for (mark ??= nextMark(text, 0); mark < index; mark = nextMark(text, mark + 1)) {
      if (!inString || !isEscaped(text, mark)) inString = !inString;
    }
    if (inString) continue;
    quoted += `${text.slice(copied, index)}"${digits}"`;
    copied = index + digits.length;
  }
  return copied === 0 ? text : quoted + text.slice(copied);
}

/** Where the next quotation mark is. */
function nextMark(text: string, from: number): number {
  const mark = text.indexOf('"', from);
  return mark < 0 ? Infinity : mark;
}

function isEscaped(text: string, mark: number): boolean {
  let backslashes = 0;
  while (text[mark - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

/** Writes JSON without losing digits: a bigint becomes a bare integer, all else is as with `JSON.stringify`. */
export function stringifyJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? rawJSON(part.toString()) : part,
  );
}
