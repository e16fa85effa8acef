import { type Element, type ElementTag, limits, type Task } from '@kling-elements/validation';

import type { GatewayServices } from '../context.ts';
import { type ElementInTask, elementIn, elementsOf } from './element-in-task.ts';
import sdl from './element.graphql';
import type { Resolvers } from '../generated/resolver-types.ts';
import { entriesFrom, type KlingList } from '../connections/kling-list.ts';
import { readConnection } from '../connections/paging.ts';
import { ownTasks } from '../tasks/task.ts';

function presets({ kling }: GatewayServices): KlingList {
  return {
    name: 'presetElements',
    maxSize: limits.page.maxSize,
    read: (page) => kling.presetTasks(page),
  };
}

interface ElementFilter {
  readonly includeDeleted?: boolean | null | undefined;
  readonly tags?: readonly ElementTag[] | null | undefined;
  readonly name?: string | null | undefined;
}

/** The elements of a succeeded task, with null in place of each that the filter excludes. */
function listedElements(task: Task, filter: ElementFilter): (ElementInTask | null)[] {
  if (task.status !== 'SUCCEEDED') return [];
  return elementsOf(task).map((element) => (isListed(element, filter) ? element : null));
}

function isListed({ deleted, tags, name }: Element, filter: ElementFilter): boolean {
  const { tags: wanted = null, name: part = null } = filter;
  if (deleted && filter.includeDeleted !== true) return false;
  if (wanted !== null && wanted.length > 0 && !wanted.some((tag) => tags.includes(tag))) return false;
  return part === null || name.toLowerCase().includes(part.trim().toLowerCase());
}

/**
 * Kling has no call for a single element, so its task is looked up in the ledger, then in Kling's lists. An element may
 * have been deleted by another client, so the task is fetched again unless the ledger knows of the deletion.
 */
async function findElement(id: string, services: GatewayServices): Promise<ElementInTask | null> {
  const { kling, tasks } = services;
  const known = await tasks.findByElement(id);
  if (known !== undefined) {
    const fresh = elementIn(known, id)?.deleted === true ? known : await kling.task(known.id);
    if (fresh !== undefined) await tasks.recordListed([fresh]);
    return elementIn(fresh ?? known, id) ?? elementIn(known, id) ?? null;
  }
  for (const list of [ownTasks(services), presets(services)]) {
    for await (const { task } of entriesFrom(list, 0, list.maxSize)) {
      const element = elementIn(task, id);
      if (element !== undefined) return element;
    }
  }
  return null;
}

const resolvers: Resolvers = {
  Query: {
    element: (_, { id }, context) => findElement(id, context),
    elements: (_, { first, after, ...filter }, context) =>
      readConnection({ ...ownTasks(context), name: 'elements' }, { first, after }, (task) =>
        listedElements(task, filter),
      ),
    presetElements: (_, { first, after, ...filter }, context) =>
      readConnection(presets(context), { first, after }, (task) => listedElements(task, filter)),
  },
};

export const element = { sdl, resolvers };
