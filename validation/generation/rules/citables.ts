import type { Path } from '../../issues.ts';
import { type Citable, isCitableName } from '../citations/citable.ts';
import type { CitedElement, CitedImage } from '../input/cited-input.ts';
import type { KnownElements } from '../known-element.ts';
import type { Finding } from './finding.ts';

/** Something that can be cited, with its place in the input. */
export interface PlacedCitable extends Citable {
  readonly path: Path;
  /** Whether its name is in the input; otherwise it is the element's own. */
  readonly named: boolean;
}

interface Cast {
  readonly elements: readonly CitedElement[];
  readonly images: readonly CitedImage[];
  readonly video?: unknown;
}

/** What the prompts can cite, in the order of Kling's lists. The source video, of which there is one at most, is `@video`. */
export function citablesIn({ elements, images, video }: Cast, known: KnownElements): PlacedCitable[] {
  return [
    ...elements.map(({ id, name }, index): PlacedCitable => {
      const own = known.get(id)?.name.trim();
      const usable = own !== undefined && isCitableName(own) ? own : null;
      const citedBy = name ?? usable;
      const alias = own === citedBy ? undefined : own;
      const path = ['elements', index];
      return { kind: 'element', position: index + 1, name: citedBy, named: name !== null, alias, path };
    }),
    ...images.map(({ name }, index): PlacedCitable => ({
      kind: 'image',
      position: index + 1,
      name,
      named: name !== null,
      path: ['images', index],
    })),
    ...(video === null || video === undefined
      ? []
      : [{ kind: 'video', position: 1, name: 'video', named: false, path: ['video'] } as const]),
  ];
}

/** A name that is given twice. Namesakes whose own names are equal can still be cited in Kling's form. */
export function* nameRules(citables: readonly PlacedCitable[]): Generator<Finding> {
  const taken = new Set<string>();
  for (const { name, named, path } of citables) {
    if (!named || name === null) continue;
    const key = name.normalize('NFC');
    if (taken.has(key)) {
      const message = `The name ${name} is given twice; choose a different one here.`;
      yield { code: 'NOT_ALLOWED_HERE', path: [...path, 'name'], message };
    }
    taken.add(key);
  }
}
