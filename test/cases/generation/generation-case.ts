import type { KnownElement } from '@kling-elements/validation/generation';

import { media, type MediaName } from '../../../harness/media/index.ts';

/** An input of a generation and what the validation package, the gateway and the nodes must all find in it. */
export interface GenerationCase {
  readonly name: string;
  readonly kind: 'video' | 'image';
  /** The canonical input, with media in the forms of `cases.ts`. */
  readonly input: unknown;
  /** `path CODE` for each issue, in order; empty if the input is valid. */
  readonly issues: readonly string[];
  readonly warnings?: readonly string[];
  /** The prompt as Kling is sent it, or the shots' prompts. */
  readonly sent?: string | readonly string[];
  /** The units of the estimate. */
  readonly units?: number;
  /** GraphQL's type system refuses this before the gateway's checks run. */
  readonly refusedByTypes?: true;
}

const fromImages = (name: string): KnownElement => ({ name, referenceType: 'IMAGE', deleted: false });
const fromVideo = (name: string): KnownElement => ({ name, referenceType: 'VIDEO', deleted: false });

/** The account's elements. IDs are longer than a JavaScript number holds. */
export const ids = {
  maja: '856528387816046601',
  tom: '856528387816046602',
  cafe: '856528387816046603',
  hat: '856528387816046604',
  cat: '856528387816046605',
  dog: '856528387816046606',
  car: '856528387816046607',
  tree: '856528387816046608',
  dancer: '856528387816046611',
  singer: '856528387816046612',
  actor: '856528387816046613',
  clown: '856528387816046614',
  spaced: '856528387816046621',
  xiaoming: '856528387816046622',
  namesake: '856528387816046623',
  gone: '856528387816046631',
  vague: '856528387816046632',
  foreign: '856528387816046699',
} as const;

export const knownElements: ReadonlyMap<string, KnownElement> = new Map<string, KnownElement>([
  [ids.maja, fromImages('Maja')],
  [ids.tom, fromImages('Tom_2')],
  [ids.cafe, fromImages('cafe')],
  [ids.hat, fromImages('hat')],
  [ids.cat, fromImages('cat')],
  [ids.dog, fromImages('dog')],
  [ids.car, fromImages('car')],
  [ids.tree, fromImages('tree')],
  [ids.dancer, fromVideo('dancer')],
  [ids.singer, fromVideo('singer')],
  [ids.actor, fromVideo('actor')],
  [ids.clown, fromVideo('clown')],
  [ids.spaced, fromImages('Maja Lind')],
  [ids.xiaoming, fromImages('小明')],
  [ids.namesake, fromImages('Maja')],
  [ids.gone, { ...fromImages('gone'), deleted: true }],
  [ids.vague, { ...fromImages('vague'), referenceType: null }],
]);

export type ElementName = keyof typeof ids;

/** Elements in the input, and a prompt that cites each of them. */
export const elements = (...names: readonly ElementName[]) => names.map((name) => ({ id: ids[name] }));
export const citing = (...names: readonly ElementName[]) =>
  names.map((_, index) => `<<<element_${index + 1}>>>`).join(' and ');

export const file = (name: MediaName) => ({ file: media(name) });
export const picture = file('front-640x640.jpg');
