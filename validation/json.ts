/** Anything that JSON text can say, after {@link parseJson}. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

type SourceReviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;
const parseWithSource = JSON.parse as (text: string, reviver: SourceReviver) => Json;
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };

const integer = /^-?\d+$/;
/** Where a bare number of 16 digits or more may stand; rarely also inside a string, which costs time only. */
const longNumber = /[:[,\s]-?\d{16}|^-?\d{16}/;

/**
 * Reads JSON without losing digits: an integer that a JavaScript number cannot hold exactly (beyond ±(2^53-1))
 * comes back as the string of its digits. Everything else is as `JSON.parse` has it.
 * Kling's element ids are such bare integers (kling-api.md, section 4, row 1).
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function parseJson(text: string): Json {
  if (!longNumber.test(text)) return JSON.parse(text) as Json;
  return parseWithSource(text, (_key, value, { source }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined && integer.test(source)
      ? source
      : value,
  );
}

/** Writes JSON without losing digits: a bigint becomes a bare integer, the rest is as `JSON.stringify` has it. */
export function stringifyJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? rawJSON(part.toString()) : part,
  );
}
