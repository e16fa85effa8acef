import { isFinal, limits, type Task, type TaskStatus } from '@kling-elements/validation';

import type { Change } from '../../../ledger/change.ts';
import { awaitFirst } from '../../../streams/await-first.ts';
import { ChangeCursorError, cursorOf } from '../../../tasks/feed/change-cursor.ts';
import type { GatewayServices } from '../context.ts';
import { elementsOf } from '../elements/element-in-task.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import type { KlingList } from '../connections/kling-list.ts';
import { invalidArgument } from '../problems/invalid-argument.ts';
import { readConnection } from '../connections/paging.ts';
import sdl from './task.graphql';

/** The account's own tasks; what Kling's list shows is recorded in the ledger. */
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

/** The tasks that created the account's own voices. The ledger has none of them. */
function voiceTasks({ kling }: GatewayServices): KlingList {
  return {
    name: 'voiceTasks',
    maxSize: limits.page.maxVoicesSize,
    read: async (page) => {
      const list = await kling.voices(page);
      return { ...list, tasks: list.tasks.map((task): VoiceTask => ({ ...task, kind: 'VOICE' })) };
    },
  };
}

/** Other tasks create elements. */
interface VoiceTask extends Task {
  readonly kind: 'VOICE';
}

/** The statuses to filter by; undefined for all tasks. */
function requestedStatuses(
  statuses: readonly TaskStatus[] | null | undefined,
): readonly TaskStatus[] | undefined {
  return statuses == null || statuses.length === 0 ? undefined : statuses;
}

const resolvers: Resolvers = {
  Query: {
    task: (_, { id }, { tasks }) => {
      // Avoids a promise where none is needed, so that the query is executed synchronously.
      const task = tasks.get(id);
      return task instanceof Promise ? task.then((found) => found ?? null) : (task ?? null);
    },
    tasks: (_, { status, kind, ...page }, context) => {
      const requested = requestedStatuses(status);
      const list = kind === 'VOICE' ? voiceTasks(context) : ownTasks(context);
      return readConnection(list, page, (task) => [
        requested === undefined || requested.includes(task.status) ? task : null,
      ]);
    },
    lastChangeCursor: async (_, __, { tasks }) => {
      const newest = await tasks.newestChange();
      return newest === undefined ? null : cursorOf(newest);
    },
  },
  Subscription: {
    taskStatus: {
      subscribe: (_, { id }, { tasks }) => awaitFirst(tasks.subscribe(id)),
      resolve: (changed: Task) => changed,
    },
    taskChanges: {
      subscribe: async (_, { status, after }, { tasks, lastEventId }) => {
        const wanted = { statuses: requestedStatuses(status), after: lastEventId ?? after ?? undefined };
        try {
          return await tasks.subscribeToAll(wanted);
        } catch (error) {
          if (!(error instanceof ChangeCursorError)) throw error;
          throw invalidArgument(error.message, { reason: error.reason });
        }
      },
      resolve: (change: Change) => change,
    },
  },
  TaskChange: {
    cursor: (change) => cursorOf(change),
    task: ({ row }) => row.task,
  },
  Task: {
    kind: (created) => ('kind' in created ? (created as VoiceTask).kind : 'ELEMENT'),
    final: ({ status }) => isFinal(status),
    elements: elementsOf,
  },
};

export const task = { sdl, resolvers };
