import { schemasOf } from '../input/fields.ts';
import type { MediaOptions } from '../input/media-inspector.ts';
import { type CheckedGeneration, withMedia } from './checked-generation.ts';
import { type Estimate, estimateViews } from './estimate.ts';
import { readGeneration } from './input/read-generation.ts';
import { type GenerateViewsInput, viewsInputSchema } from './input/views-input.ts';

/** Views that can be asked for, and what they will cost. */
export interface ReadyViews {
  readonly input: GenerateViewsInput;
  readonly estimate: Estimate;
}

/** Checks the input of making other views of a thing. (docs/kling-generation.md, `ai-multi-shot`) */
export async function checkGenerateViews(
  raw: unknown,
  options: MediaOptions,
): Promise<CheckedGeneration<ReadyViews>> {
  const { input, issues } = readGeneration(schemas(options), raw);
  const parsed: CheckedGeneration<ReadyViews> =
    input === undefined || issues.length > 0
      ? { ok: false, issues, warnings: [] }
      : { ok: true, input, estimate: estimateViews(), warnings: [] };
  return withMedia(parsed, raw, options);
}

const schemas = schemasOf(viewsInputSchema);
