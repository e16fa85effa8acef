import * as z from 'zod/mini';

/** An ID, which Kling writes as a string or a number, as a string. */
function readId(value: unknown): string | null {
  if (typeof value === 'string' && value !== '') return value;
  return Number.isSafeInteger(value) ? String(value) : null;
}

export const idSchema = z.pipe(z.transform(readId), z.string());

/** An ID; null if it is missing, null, empty or of another type. */
export const idOrNull = z.transform(readId);

/** A string; null if it is missing, null, empty or of another type. */
export const textOrNull = z.transform((value) => (typeof value === 'string' && value !== '' ? value : null));

export const integer = z.custom<number>(Number.isSafeInteger);

/** Unix milliseconds, written as a number or as a string of digits; null if missing. */
export const timeOrNull = z.transform((value) => {
  if (typeof value === 'string') return /^\d+$/.test(value) ? Number(value) : null;
  return z.safeParse(integer, value).data ?? null;
});

/** A decimal number as a string; null if missing. */
export const decimalOrNull = z.transform((value) => {
  if (typeof value === 'string') return /^-?\d+(\.\d+)?$/.test(value) ? value : null;
  return Number.isFinite(value) ? String(value) : null;
});

/** Null instead of an unreadable value. */
export function orNull<Schema extends z.core.$ZodType>(schema: Schema) {
  return z.transform((value): z.output<Schema> | null => {
    // The value is mostly missing, and failing to parse it costs more than all the rest.
    if (value === undefined) return null;
    const read = z.safeParse(schema, value);
    return read.success ? read.data : null;
  });
}

/** A list of anything; empty if the value is not a list. */
export const anyEntries = z.transform((value): unknown[] => (Array.isArray(value) ? value : []));

/** A list without its unreadable entries. */
export function readableEntries<Schema extends z.core.$ZodType>(entry: Schema) {
  return z.pipe(
    anyEntries,
    z.transform((entries) =>
      entries.flatMap((value): z.output<Schema>[] => {
        const read = z.safeParse(entry, value);
        return read.success ? [read.data] : [];
      }),
    ),
  );
}

/** An object; empty if the value is absent, null or of another type. */
export function looseShape<Shape extends z.core.$ZodShape>(shape: Shape) {
  const object = z.object(shape);
  return z.pipe(
    z.transform((value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {},
    ),
    object,
  );
}
