/** Something in the input that a prompt can cite. */
export interface Citable {
  readonly kind: 'element' | 'image' | 'video';
  /** Its place in Kling's list, from 1. */
  readonly position: number;
  /** What a prompt cites it by after `@`; null if only Kling's own form will do. */
  readonly name: string | null;
  /** An element's own name if that does not cite it, for hints: the input gives a different one, or it has spaces. */
  readonly alias?: string | undefined;
}

/** Letters of any script with their marks, digits, `_` and `-`. */
export const nameCharacters = String.raw`[\p{L}\p{M}\p{N}_-]`;
const wholeName = new RegExp(`^${nameCharacters}+$`, 'u');

/** Whether a prompt can cite something by this name. */
export function isCitableName(name: string): boolean {
  return wholeName.test(name) && !isKlingWord(name);
}

/** Whether a name would read like Kling's own citations: `element_1`, `image2`, `video`. */
export function isKlingWord(name: string): boolean {
  return /^(?:element|image|video)[_-]?\d*$/i.test(name);
}

/** The citation as Kling wants it: `<<<element_1>>>`. */
export function klingForm({ kind, position }: Pick<Citable, 'kind' | 'position'>): string {
  return `<<<${kind}_${position}>>>`;
}

/** How to cite it, for messages: `@Maja` if it has a name, otherwise Kling's form. */
export function howToCite(citable: Citable): string {
  return citable.name === null ? klingForm(citable) : `@${citable.name}`;
}
