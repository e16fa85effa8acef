import * as z from 'zod/mini';

import { addIssue } from '../../input/zod-issue.ts';

/** One of the choices; what was not filled in is the default. */
export function choice<const Choices extends readonly string[], Default extends Choices[number] | null>(
  choices: Choices,
  whenMissing: Default,
) {
  return z.transform((value: unknown, context): Choices[number] | Default => {
    if (value === undefined || value === null || value === '') return whenMissing;
    const found = choices.find((one) => one === value);
    if (found !== undefined) return found;
    const message = `This is not a choice; choose from ${choices.join(', ')}.`;
    addIssue({ value, issues: context.issues }, { code: 'NOT_A_CHOICE', message });
    return whenMissing;
  });
}

/** Yes or no; what was not filled in is no. */
export const flag = z.transform((value: unknown, context): boolean => {
  if (typeof value === 'boolean') return value;
  if (value === undefined || value === null) return false;
  addIssue({ value, issues: context.issues }, { code: 'NOT_A_CHOICE', message: 'Choose true or false.' });
  return false;
});

/** A whole number from `min` on; what was not filled in is the default. */
export function wholeNumber<Default extends number | null>(what: string, min: number, whenMissing: Default) {
  return z.transform((value: unknown, context): number | Default => {
    if (value === undefined || value === null) return whenMissing;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min) return value;
    const message = `The ${what} must be a whole number, at least ${min}.`;
    addIssue({ value, issues: context.issues }, { code: 'OUT_OF_RANGE', message });
    return whenMissing;
  });
}

/** An amount of units, 0 or more; null if there is no bound. */
export const unitsBound = z.transform((value: unknown, context): number | null => {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  const message = 'The maximum price must be a number of units, 0 or more.';
  addIssue({ value, issues: context.issues }, { code: 'OUT_OF_RANGE', message });
  return null;
});

/** A list; what was not filled in is an empty one. */
export function listOf<Entry extends z.core.$ZodType>(entry: Entry, message: string) {
  return z.pipe(
    z.transform((value: unknown) => value ?? []),
    z.array(entry, message),
  );
}

/** What was not filled in is null. */
export function orNull<Schema extends z.core.$ZodType>(schema: Schema) {
  return z.pipe(
    z.optional(z.nullable(schema)),
    z.transform((value): z.output<Schema> | null => value ?? null),
  );
}
