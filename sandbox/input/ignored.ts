import type { Fields } from './fields.ts';

/** How many of each list a prompt can cite. */
export interface CitedCounts {
  readonly element: number;
  readonly image: number;
  readonly video: number;
}

/**
 * What Kling ignores without a word, and charges for (docs/kling-generation.md, section 4, row 1): fields it does not
 * know, what looks like a citation and is none, and elements that nothing cites.
 */
export function ignoredIn(
  body: Fields,
  known: readonly string[],
  prompts: readonly string[],
  counts: CitedCounts,
): string[] {
  const cited = new Set<string>();
  const wrong = new Set<string>();
  for (const prompt of prompts) {
    const rest = prompt.replace(
      /<<<(element|image|video)_(\d+)>>>/g,
      (whole, kind: string, number: string) => {
        const exists = Number(number) >= 1 && Number(number) <= counts[kind as keyof CitedCounts];
        if (exists && String(Number(number)) === number) cited.add(`${kind}_${number}`);
        else wrong.add(whole);
        return ' ';
      },
    );
    for (const [word] of rest.matchAll(/(?<![\w.])@[\p{L}\p{N}_-]+|<+[^<>]{1,40}>+/gu)) wrong.add(word);
  }
  const uncited = Array.from({ length: counts.element }, (_, index) => `element_${index + 1}`).filter(
    (name) => !cited.has(name),
  );
  return [
    ...Object.keys(body).filter((field) => !known.includes(field)),
    ...wrong,
    ...uncited.map((name) => `${name} is not cited`),
  ];
}
