import { limits, type Task } from '@kling-elements/validation';

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

/** The elements of a succeeded task, with null in place of each deleted one. */
function listedElements(task: Task, includeDeleted: boolean): (ElementInTask | null)[] {
  if (task.status !== 'SUCCEEDED') return [];
  return elementsOf(task).map((element) => (element.deleted && !includeDeleted ? null : element));
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
    elements: (_, { includeDeleted, ...page }, context) =>
      readConnection({ ...ownTasks(context), name: 'elements' }, page, (task) =>
        listedElements(task, includeDeleted),
      ),
    presetElements: (_, page, context) =>
      readConnection(presets(context), page, (task) => listedElements(task, false)),
  },
};

export const element = { sdl, resolvers };
