import * as z from 'zod/mini';

/** An id as Kling writes it, a string or a bare number: here always the string of all its digits. */
export const idSchema = z.pipe(
  z.union([z.string().check(z.minLength(1)), z.int()]),
  z.transform((id) => String(id)),
);

/** A text that may be missing, null, empty or something else altogether: then null. */
export const textOrNull = z.catch(
  z.pipe(
    z.optional(z.nullable(z.string())),
    z.transform((text) => (text === undefined || text === '' ? null : text)),
  ),
  null,
);

/** An id that may be missing, null or empty: then null. */
export const idOrNull = z.catch(z.nullable(idSchema), null);

/** Unix milliseconds, written as a number or as a text of digits; null when missing. */
export const timeOrNull = z.catch(
  z.pipe(
    z.union([z.int(), z.string().check(z.regex(/^\d+$/))]),
    z.transform((time): number | null => Number(time)),
  ),
  null,
);

/** A decimal number as Kling gives it, as text; null when missing. */
export const decimalOrNull = z.catch(
  z.pipe(
    z.union([z.string().check(z.regex(/^-?\d+(\.\d+)?$/)), z.number()]),
    z.transform((amount): string | null => String(amount)),
  ),
  null,
);

/** A list of which only the readable entries count; anything that is no list is an empty one. */
export function readableEntries<Schema extends z.core.$ZodType>(entry: Schema) {
  return z.pipe(
    z.catch(z.array(z.unknown()), () => []),
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
