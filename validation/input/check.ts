import type { InputIssue } from '../issues.ts';
import { type CreateElementInput, parseCreateElement } from './create-element.ts';
import { mediaInInput } from './media-in-input.ts';
import { inspectMedia, type MediaOptions } from './media-inspector.ts';

export interface CheckOptions extends MediaOptions {
  /** Whether Kling lists a voice; undefined if that cannot be found out. Without it, voices are not checked. */
  readonly hasVoice?: (id: string) => Promise<boolean | undefined>;
}

export type Checked = { readonly warnings: readonly InputIssue[] } & (
  | { readonly ok: true; readonly input: CreateElementInput }
  | { readonly ok: false; readonly issues: readonly InputIssue[] }
);

/**
 * Checks the input of a create, its text and its media, before Kling is called. Reports all issues at once, with
 * paths in the canonical input. Media that cannot be read, and voices that are not listed, are a warning only: Kling
 * may still accept them.
 */
export async function checkCreateElement(raw: unknown, options: CheckOptions): Promise<Checked> {
  const parsed = parseCreateElement(raw, options);
  const [voice, media] = await Promise.all([
    voiceWarnings(raw, options),
    inspectMedia(mediaInInput(raw, options), options),
  ]);
  const warnings = [...media.warnings, ...voice];
  const issues = [...(parsed.ok ? [] : parsed.issues), ...media.issues];
  return parsed.ok && issues.length === 0 ? { ...parsed, warnings } : { ok: false, issues, warnings };
}

/** Kling documents no rule for voices, so one that it does not list is for Kling to refuse. */
async function voiceWarnings(raw: unknown, { hasVoice }: CheckOptions): Promise<InputIssue[]> {
  const { voiceId } = Object(raw) as { readonly voiceId?: unknown };
  if (hasVoice === undefined || typeof voiceId !== 'string' || voiceId.trim() === '') return [];
  const isListed = await hasVoice(voiceId.trim());
  if (isListed === true) return [];
  const message =
    isListed === undefined
      ? "Kling's voices cannot be read at the moment, so nobody has checked whether this one exists."
      : 'Kling lists no voice with this ID; check it, and that the voice has not been deleted.';
  return [{ path: ['voiceId'], code: 'NOT_A_CHOICE', message }];
}
