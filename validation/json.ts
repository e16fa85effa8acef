/** Anything that JSON text can say, after {@link parseJson}. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };

/** What texts without a long integer rarely have. */
const manyDigits = /\d{16}/;

/** An integer of 16 digits or more where a value may stand; inside a text, too. */
const longInteger = /(?<=[:[,\s]|^)-?[1-9]\d{15,}(?=\s*(?:[,\]}]|$))/g;

/**
 * Reads JSON without losing digits: an integer that a JavaScript number cannot hold exactly (beyond ±(2^53-1))
 * comes back as the string of its digits. Everything else is as `JSON.parse` has it.
 * Kling's element ids are such bare integers (docs/kling-api.md, section 4, row 1).
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function parseJson(text: string): Json {
  return JSON.parse(quoteLongIntegers(text)) as Json;
}

/**
 * JSON text in which every integer that a JavaScript number cannot hold exactly stands in quotation marks, for parsers
 * that are not {@link parseJson}. (A reviver that is told the sources takes five times as long as the parsing itself.)
 */
export function quoteLongIntegers(text: string): string {
  if (!manyDigits.test(text)) return text;
  let quoted = '';
  let copied = 0;
  let inText = false;
  let mark: number | undefined;
  for (const { 0: digits, index } of text.matchAll(longInteger)) {
    if (Number.isSafeInteger(Number(digits))) continue;
    for (mark ??= nextMark(text, 0); mark < index; mark = nextMark(text, mark + 1)) {
      if (!inText || !isEscaped(text, mark)) inText = !inText;
    }
    if (inText) continue;
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

/** Writes JSON without losing digits: a bigint becomes a bare integer, the rest is as `JSON.stringify` has it. */
export function stringifyJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? rawJSON(part.toString()) : part,
  );
}
