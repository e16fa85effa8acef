import { schemasOf } from '../input/fields.ts';
import {
  type CheckedGeneration,
  type GenerationOptions,
  type ParseOptions,
  withMedia,
} from './checked-generation.ts';
import { type Estimate, estimateImages } from './estimate.ts';
import { generationLimits } from './generation-limits.ts';
import { type GenerateImageInput, imageGenerationSchema } from './input/image-generation-input.ts';
import { readGeneration } from './input/read-generation.ts';
import { citablesIn, nameRules } from './rules/citables.ts';
import { elementRules } from './rules/element-rules.ts';
import { sortFindings } from './rules/finding.ts';
import { imageRules } from './rules/image-rules.ts';
import { maxUnitsRule } from './rules/max-units-rule.ts';
import { writePrompts } from './rules/prompt-rules.ts';

/** Images that can be asked for, and what they will cost. */
export interface ReadyImage {
  readonly input: GenerateImageInput;
  /** As Kling is sent it, with citations in Kling's form. */
  readonly prompt: string;
  readonly estimate: Estimate;
}

/**
 * Checks the input of making images before Kling is asked, as `checkGenerateVideo` does that of a video.
 * (docs/kling-generation.md, `omni-image`)
 */
export async function checkGenerateImage(
  raw: unknown,
  options: GenerationOptions,
): Promise<CheckedGeneration<ReadyImage>> {
  return withMedia(parseGenerateImage(raw, options), raw, options);
}

/** The same without the content of media. */
export function parseGenerateImage(raw: unknown, options: ParseOptions): CheckedGeneration<ReadyImage> {
  const { input, issues } = readGeneration(schemas(options), raw);
  if (input === undefined) return { ok: false, issues, warnings: [] };

  const { knownElements } = options;
  const citables = citablesIn(input, knownElements);
  const maxLength = generationLimits.promptMaxLength;
  const { texts, findings } = writePrompts(
    [{ path: ['prompt'], text: input.prompt ?? '', maxLength }],
    citables,
    'issue',
  );
  const estimate = estimateImages(input.resolution, input.count);
  const found = sortFindings([
    ...findings,
    ...nameRules(citables),
    ...elementRules(input.elements, knownElements, 'making images'),
    ...imageRules(input),
    ...maxUnitsRule(input.maxUnits, estimate),
  ]);
  const all = [...issues, ...found.issues];
  const [prompt = ''] = texts;
  return all.length > 0
    ? { ok: false, issues: all, warnings: found.warnings }
    : { ok: true, input, prompt, estimate, warnings: found.warnings };
}

const schemas = schemasOf(imageGenerationSchema);
