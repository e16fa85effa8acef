import type { Cdn } from '../media/cdn.ts';
import type { Ids } from './ids.ts';
import { pngImage } from '../media/png.ts';
import { klingId, type Store, type StoredElement, type StoredVoice } from './store.ts';
import { wavTone } from '../media/wav.ts';

const manners = ['Quiet', 'Bold', 'Wandering', 'Golden', 'Midnight', 'Paper'];
const figures: readonly (readonly [noun: string, tagId: string])[] = [
  ['Detective', 'o_102'],
  ['Dancer', 'o_102'],
  ['Astronaut', 'o_102'],
  ['Fox', 'o_103'],
  ['Tortoise', 'o_103'],
  ['Teapot', 'o_104'],
  ['Raincoat', 'o_105'],
  ['Harbour', 'o_106'],
  ['Aurora', 'o_107'],
];
const voiceNames = ['Amber', 'Basil', 'Cedar', 'Dahlia', 'Elm', 'Fern', 'Ginger', 'Hazel'];

const hourMs = 60 * 60 * 1000;

/** Kling's 54 preset elements and 8 preset voices. */
export function addPresets(store: Store, cdn: Cdn, ids: Ids, now: number): void {
  const hertz = 180;
  voiceNames.forEach((name, index) => {
    const sample = cdn.offer(`voice-${index + 1}.wav`, 'audio/wav', () => wavTone(hertz + 40 * index));
    const voice: StoredVoice = {
      kind: 'voice',
      id: ids.text(),
      name,
      sample,
      owner: klingId,
      deleted: false,
    };
    store.addFinished(voice, now - (1000 - index) * hourMs);
  });
  const names = manners.flatMap((manner) =>
    figures.map(([noun, tagId]) => ({ name: `${manner} ${noun}`, tagId })),
  );
  names.forEach(({ name, tagId }, index) => {
    const element = presetElement({
      ids,
      name,
      owner: klingId,
      tagIds: index % 6 === 0 ? [tagId, 'o_101'] : [tagId],
    });
    const image = imagesOf(cdn, `preset-${index + 1}`, index * 47);
    store.addFinished({ ...element, ...image }, now - (900 - index) * hourMs);
  });
}

/** Elements that the account starts with. */
export function addOwnElements(
  store: Store,
  cdn: Cdn,
  ids: Ids,
  { now, count, owner }: { now: number; count: number; owner: string },
): void {
  const minuteMs = 60_000;
  for (let number = 1; number <= count; number += 1) {
    const element = presetElement({ ids, name: `Element ${number}`, owner, tagIds: ['o_108'] });
    const image = imagesOf(cdn, `own-${((number - 1) % 12) + 1}`, number * 30);
    store.addFinished({ ...element, ...image }, now - (count - number + 1) * minuteMs);
  }
}

function presetElement({
  ids,
  name,
  owner,
  tagIds,
}: {
  ids: Ids;
  name: string;
  owner: string;
  tagIds: string[];
}): StoredElement {
  return {
    kind: 'element',
    id: ids.element(),
    name,
    description: `${name}, seen from the front and from the side`,
    referenceType: 'image_refer',
    frontalImage: undefined,
    otherImages: [],
    video: undefined,
    voice: undefined,
    tagIds,
    owner,
    deleted: false,
  };
}

function imagesOf(cdn: Cdn, name: string, hue: number): Pick<StoredElement, 'frontalImage' | 'otherImages'> {
  const image = (side: string, width: number) =>
    cdn.offer(`${name}-${side}.png`, 'image/png', () => pngImage({ width, height: 400, hue }));
  return { frontalImage: image('front', 400), otherImages: [image('side', 320)] };
}
