import type { InputOptions } from '../input/fields.ts';
import { type MediaOptions, inspectMedia } from '../input/media-inspector.ts';
import type { InputIssue } from '../issues.ts';
import type { KnownElements } from './known-element.ts';
import { mediaInGeneration } from './input/media-in-generation.ts';

export interface ParseOptions extends InputOptions {
  /** What is known of the elements that the input lists; for one that is missing there is a warning. */
  readonly knownElements: KnownElements;
}

export type GenerationOptions = ParseOptions & MediaOptions;

/** The result of a check. Issues keep a generation from being asked for; warnings do not. */
export type CheckedGeneration<Ready> = { readonly warnings: readonly InputIssue[] } & (
  ({ readonly ok: true } & Ready) | { readonly ok: false; readonly issues: readonly InputIssue[] }
);

/** Adds what is found in the content of the input's media. */
export async function withMedia<Ready>(
  checked: CheckedGeneration<Ready>,
  raw: unknown,
  options: MediaOptions,
): Promise<CheckedGeneration<Ready>> {
  const media = await inspectMedia(mediaInGeneration(raw, options.allowPrivateUrls), options);
  const warnings = [...checked.warnings, ...media.warnings];
  if (checked.ok && media.issues.length === 0) return { ...checked, warnings };
  return { ok: false, issues: [...(checked.ok ? [] : checked.issues), ...media.issues], warnings };
}
