import { type CitedElement, isElementId } from '../input/cited-input.ts';
import type { KnownElements } from '../known-element.ts';
import type { Finding } from './finding.ts';

/** What each element must be. @param onlyFromImages who takes only elements made from images, if anybody does */
export function* elementRules(
  elements: readonly CitedElement[],
  known: KnownElements,
  onlyFromImages: string | undefined,
): Generator<Finding> {
  const seen = new Set<string>();
  for (const [index, { id }] of elements.entries()) {
    if (!isElementId(id)) continue;
    const path = ['elements', index, 'id'];
    if (seen.has(id)) {
      yield {
        code: 'NOT_ALLOWED_HERE',
        path,
        message: 'This element is already listed; list it once and cite it as often as you like.',
      };
      continue;
    }
    seen.add(id);
    const element = known.get(id);
    if (element === undefined) {
      const message =
        'This element is neither in the account nor among the presets as far as is known; Kling refuses elements of other accounts.';
      yield { code: 'ELEMENT_TYPE', path, message, warning: true };
    } else if (element.deleted) {
      yield { code: 'ELEMENT_TYPE', path, message: 'This element was deleted; choose another one.' };
    } else if (element.referenceType === null) {
      const message =
        'Kling does not say whether this element was made from images or a video, which decides where it may be used.';
      yield { code: 'ELEMENT_TYPE', path, message, warning: true };
    } else if (element.referenceType === 'VIDEO' && onlyFromImages !== undefined) {
      const message = `This element was made from a video; ${onlyFromImages} only takes elements made from images.`;
      yield { code: 'ELEMENT_TYPE', path, message };
    }
  }
}
