import * as z from 'zod/mini';

import { issueFromZod } from '../../input/zod-issue.ts';
import type { InputIssue } from '../../issues.ts';

/** Reads an input by its schema. With issues in single fields there is still an input, for the rules across fields. */
export function readGeneration<Input>(
  schema: z.ZodMiniType<Input>,
  raw: unknown,
): { readonly input: Input | undefined; readonly issues: readonly InputIssue[] } {
  let input: Input | undefined;
  // Runs unless a value has another type than its field.
  const parsed = z.safeParse(
    schema.check(({ value }) => {
      input = value;
    }),
    raw,
  );
  return { input, issues: parsed.success ? [] : parsed.error.issues.map(issueFromZod) };
}
