import { schemasOf } from '../input/fields.ts';
import {
  type CheckedGeneration,
  type GenerationOptions,
  type ParseOptions,
  withMedia,
} from './checked-generation.ts';
import { type Estimate, estimateVideo } from './estimate.ts';
import { generationLimits } from './generation-limits.ts';
import { readGeneration } from './input/read-generation.ts';
import { citablesIn, nameRules } from './rules/citables.ts';
import { countRules } from './rules/count-rules.ts';
import { durationRules } from './rules/duration-rules.ts';
import { elementRules } from './rules/element-rules.ts';
import { sortFindings } from './rules/finding.ts';
import { maxUnitsRule } from './rules/max-units-rule.ts';
import { modelRules } from './rules/model-rules.ts';
import { type PlacedPrompt, writePrompts } from './rules/prompt-rules.ts';
import { type GenerateVideoInput, videoInputSchema } from './input/video-input.ts';

/** A video that can be asked for, and what it will cost. */
export interface ReadyVideo {
  readonly input: GenerateVideoInput;
  /** As Kling is sent it, with citations in Kling's form; null if there are shots, or no prompt. */
  readonly prompt: string | null;
  /** The shots' prompts as Kling is sent them. */
  readonly shotPrompts: readonly string[];
  readonly estimate: Estimate;
}

/**
 * Checks the input of making a video before Kling is asked: fields, citations, numbers of elements and images, what
 * the model has, the price and the media. What Kling would ignore and charge for is an issue. Reports all issues at
 * once, with paths in the canonical input. (docs/kling-generation.md)
 */
export async function checkGenerateVideo(
  raw: unknown,
  options: GenerationOptions,
): Promise<CheckedGeneration<ReadyVideo>> {
  return withMedia(parseGenerateVideo(raw, options), raw, options);
}

/** The same without the content of media. */
export function parseGenerateVideo(raw: unknown, options: ParseOptions): CheckedGeneration<ReadyVideo> {
  const { input: given, issues } = readGeneration(schemas(options), raw);
  if (given === undefined) return { ok: false, issues, warnings: [] };

  const input = withDurationOfShots(given);
  const { knownElements } = options;
  const citables = citablesIn(input, knownElements);
  const { texts, findings } = writePrompts(
    promptsOf(input),
    citables,
    // The first frame may say it all.
    input.model === 'KLING_V3' ? 'warning' : 'issue',
  );
  const estimate = estimateVideo(input);
  const found = sortFindings([
    ...durationRules(input, given.durationSeconds),
    ...findings,
    ...nameRules(citables),
    ...elementRules(
      input.elements,
      knownElements,
      input.model === 'KLING_VIDEO_O1' ? 'the model KLING_VIDEO_O1' : undefined,
    ),
    ...countRules(input, knownElements),
    ...modelRules(input),
    ...(estimate === undefined ? [] : maxUnitsRule(input.maxUnits, estimate)),
  ]);
  const all = [...issues, ...found.issues];
  if (all.length > 0 || estimate === undefined) return { ok: false, issues: all, warnings: found.warnings };
  const inShots = input.shots.length > 0;
  return {
    ok: true,
    input,
    prompt: inShots ? null : (texts[0] ?? null),
    shotPrompts: inShots ? texts : [],
    estimate,
    warnings: found.warnings,
  };
}

const schemas = schemasOf(videoInputSchema);

function withDurationOfShots(input: GenerateVideoInput): GenerateVideoInput {
  if (input.shots.length === 0) return input;
  const durationSeconds = input.shots.reduce((sum, shot) => sum + shot.durationSeconds, 0);
  return { ...input, durationSeconds };
}

function promptsOf({ prompt, shots, model }: GenerateVideoInput): PlacedPrompt[] {
  const { promptMaxLength, shotPromptMaxLength } = generationLimits;
  if (shots.length > 0) {
    return shots.map((shot, index) => ({
      path: ['shots', index, 'prompt'],
      text: shot.prompt,
      maxLength: shotPromptMaxLength,
    }));
  }
  if (prompt === null && model === 'KLING_V3') return [];
  return [{ path: ['prompt'], text: prompt ?? '', maxLength: promptMaxLength }];
}
