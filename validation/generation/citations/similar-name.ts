import leven from 'leven';

import { isWrittenWithoutSpaces } from './script.ts';

/** The name that somebody probably meant; undefined if none is similar. */
export function similarName(written: string, names: readonly string[]): string | undefined {
  const word = fold(written);
  const ranked = names
    .map((name) => ({ name, distance: distanceTo(word, fold(name)), allowed: allowedDistance(name) }))
    .filter(({ distance, allowed }) => distance <= allowed)
    .sort((one, other) => one.distance - other.distance);
  return ranked[0]?.name;
}

/** One typing error in a short name, one for every three characters of a long one, none in a single character. */
function allowedDistance(name: string): number {
  return name.length === 1 ? 0 : Math.max(1, Math.floor(name.length / 3));
}

function distanceTo(word: string, name: string): number {
  const whole = leven(word, name);
  // The sentence runs on after the name.
  return isWrittenWithoutSpaces(word) ? Math.min(whole, leven(word.slice(0, name.length), name)) : whole;
}

/** Case, accents and joining characters are what people get wrong most. */
function fold(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\p{M}_-]/gu, '')
    .toLowerCase();
}
