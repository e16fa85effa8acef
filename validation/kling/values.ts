import * as z from 'zod/mini';

/** An id as Kling writes it, a string or a bare number: here always the string of all its digits. */
function readId(value: unknown): string | null {
  if (typeof value === 'string' && value !== '') return value;
  return Number.isSafeInteger(value) ? String(value) : null;
}

export const idSchema = z.pipe(z.transform(readId), z.string());

/** An id that may be missing, null, empty or something else altogether: then null. */
export const idOrNull = z.transform(readId);

/** A text that may be missing, null, empty or something else altogether: then null. */
export const textOrNull = z.transform((value) => (typeof value === 'string' && value !== '' ? value : null));

export const integer = z.custom<number>(Number.isSafeInteger);

/** Unix milliseconds, written as a number or as a text of digits; null when missing. */
export const timeOrNull = z.transform((value) => {
  if (typeof value === 'string') return /^\d+$/.test(value) ? Number(value) : null;
  return z.safeParse(integer, value).data ?? null;
});

/** A decimal number as Kling gives it, as text; null when missing. */
export const decimalOrNull = z.transform((value) => {
  if (typeof value === 'string') return /^-?\d+(\.\d+)?$/.test(value) ? value : null;
  return Number.isFinite(value) ? String(value) : null;
});

/** What cannot be read is null. */
export function orNull<Schema extends z.core.$ZodType>(schema: Schema) {
  return z.transform((value): z.output<Schema> | null => {
    // Mostly it is missing, and a failure costs more than all the rest.
    if (value === undefined) return null;
    const read = z.safeParse(schema, value);
    return read.success ? read.data : null;
  });
}

/** A list of anything; what is no list is an empty one. */
export const anyEntries = z.transform((value): unknown[] => (Array.isArray(value) ? value : []));

/** A list of which only the readable entries count. */
export function readableEntries<Schema extends z.core.$ZodType>(entry: Schema) {
  return z.pipe(
    anyEntries,
    z.transform((entries) =>
      entries.flatMap((one): z.output<Schema>[] => {
        const read = z.safeParse(entry, one);
        return read.success ? [read.data] : [];
      }),
    ),
  );
}

/** An object of which nothing is sure: absent, null or another type counts as one without fields. */
export function looseShape<Shape extends z.core.$ZodShape>(shape: Shape) {
  const object = z.object(shape);
  return z.pipe(
    z.transform((value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {},
    ),
    object,
  );
}
