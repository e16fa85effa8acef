import { countCharacters, isVisible } from '../../characters.ts';
import { tooManyCodePoints } from '../../input/fields.ts';
import type { Path } from '../../issues.ts';
import { howToCite, klingForm } from '../citations/citable.ts';
import { readCitations } from '../citations/read-citations.ts';
import type { PlacedCitable } from './citables.ts';
import type { Finding } from './finding.ts';

export interface PlacedPrompt {
  readonly path: Path;
  readonly text: string;
  /** Characters as sent to Kling. */
  readonly maxLength: number;
}

export interface WrittenPrompts {
  /** As Kling is sent them, in the order of the prompts. */
  readonly texts: readonly string[];
  readonly findings: readonly Finding[];
}

/**
 * Reads the citations of all prompts, and checks their lengths and that everything listed is cited somewhere.
 *
 * @param uncited `warning` where a picture may say it all without a citation
 */
export function writePrompts(
  prompts: readonly PlacedPrompt[],
  citables: readonly PlacedCitable[],
  uncited: 'issue' | 'warning',
): WrittenPrompts {
  const findings: Finding[] = [];
  const cited = new Set<unknown>();
  const texts = prompts.map(({ path, text, maxLength }) => {
    if (!isVisible(text)) {
      const message = `Enter the prompt: 1 to ${maxLength} characters.`;
      findings.push({ code: 'REQUIRED', path, message });
      return text;
    }
    const tooLong = tooManyCodePoints('prompt', text, maxLength);
    if (tooLong !== undefined) {
      findings.push({ ...tooLong, path });
      return text;
    }
    const read = readCitations(text, citables);
    for (const citable of read.cited) cited.add(citable);
    findings.push(
      ...read.issues.map((issue) => ({ ...issue, path })),
      ...read.warnings.map((issue) => ({ ...issue, path, warning: true as const })),
    );
    const length = countCharacters(read.text);
    if (length > maxLength) {
      const asSent =
        read.text === text ? '' : ' as sent to Kling, where a citation is as long as <<<element_1>>>';
      const message = `The prompt has ${length} characters${asSent}; at most ${maxLength} are allowed.`;
      findings.push({ code: 'TOO_LONG', path, message, limit: maxLength, actual: length });
    }
    return read.text;
  });
  const complete =
    prompts.length > 0 && !findings.some(({ code }) => code === 'TOO_LONG' || code === 'REQUIRED');
  if (complete) {
    findings.push(...citables.filter((one) => !cited.has(one)).map((one) => notCited(one, uncited)));
  }
  return { texts, findings };
}

function notCited(citable: PlacedCitable, uncited: 'issue' | 'warning'): Finding {
  const form = howToCite(citable);
  const ways = form === klingForm(citable) ? form : `${form} (or ${klingForm(citable)})`;
  const message = `No prompt cites this ${citable.kind}, so Kling may leave it out and charge for the result. Write ${ways} where it belongs.`;
  const finding: Finding = { code: 'NOT_CITED', path: citable.path, message };
  return uncited === 'warning' ? { ...finding, warning: true } : finding;
}
