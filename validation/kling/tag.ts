/** Kling's tags and their IDs in the API (docs/kling-api.md, section 3, `tag_list`). */
export const tagIds = {
  HOTTEST: 'o_101',
  CHARACTER: 'o_102',
  ANIMAL: 'o_103',
  ITEM: 'o_104',
  COSTUME: 'o_105',
  SCENE: 'o_106',
  EFFECT: 'o_107',
  OTHERS: 'o_108',
} as const;

export type ElementTag = keyof typeof tagIds;
export const elementTags = Object.keys(tagIds) as ElementTag[];

const tagOfId = new Map<string, ElementTag>(elementTags.map((tag) => [tagIds[tag], tag]));

/** The tag with this ID in the API; undefined for an undocumented one. */
export function readTag(id: string): ElementTag | undefined {
  return tagOfId.get(id);
}
