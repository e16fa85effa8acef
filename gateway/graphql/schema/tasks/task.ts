import { isFinal, limits, type Task, type TaskStatus } from '@kling-elements/validation';

import { awaitFirst } from '../../../streams/await-first.ts';
import type { GatewayServices } from '../context.ts';
import { elementsOf } from '../elements/element-in-task.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import type { KlingList } from '../connections/kling-list.ts';
import { readConnection } from '../connections/paging.ts';
import sdl from './task.graphql';

/** The account's own tasks; the ledger is told what the list says. */
export function ownTasks({ kling, tasks }: GatewayServices): KlingList {
  return {
    name: 'tasks',
    maxSize: limits.page.maxSize,
    read: async (page) => {
      const list = await kling.tasks(page);
      await tasks.recordListed(list.tasks);
      return list;
    },
  };
}

/** None chosen means all. */
function chosen(statuses: readonly TaskStatus[] | null | undefined): readonly TaskStatus[] | undefined {
  return statuses == null || statuses.length === 0 ? undefined : statuses;
}

const resolvers: Resolvers = {
  Query: {
    task: (_, { id }, { tasks }) => {
      // Where no promise is needed, none is made: the query is then executed in one go.
      const task = tasks.get(id);
      return task instanceof Promise ? task.then((one) => one ?? null) : (task ?? null);
    },
    tasks: (_, { status, ...page }, context) => {
      const wanted = chosen(status);
      return readConnection(ownTasks(context), page, (task) => [
        wanted === undefined || wanted.includes(task.status) ? task : null,
      ]);
    },
  },
  Subscription: {
    taskStatus: {
      subscribe: (_, { id }, { tasks }) => awaitFirst(tasks.subscribe(id)),
      resolve: (changed: Task) => changed,
    },
    taskChanges: {
      subscribe: (_, { status }, { tasks }) => tasks.subscribeToAll(chosen(status)),
      resolve: (changed: Task) => changed,
    },
  },
  Task: {
    final: ({ status }) => isFinal(status),
    elements: elementsOf,
  },
};

export const task = { sdl, resolvers };
