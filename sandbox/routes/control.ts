import * as z from 'zod';

import { callbackShapes } from '../callbacks/callback-record.ts';
import { faultSchema } from '../faults/fault-schema.ts';
import { jsonReply, type Reply } from '../http/reply.ts';
import { sampleMedia } from '../media/sample-media.ts';
import { type Store, type StoredTask, wireStatuses } from '../account/store.ts';
import { viewOf } from '../account/task-view.ts';
import type { Runtime } from '../runtime.ts';
import { decodedKey } from './route.ts';

const advanceSchema = z.strictObject({ status: z.enum(wireStatuses), message: z.string().optional() });
const callbackSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).optional(),
  task: z.string().optional(),
  status: z.enum(wireStatuses).optional(),
  shape: z.enum(callbackShapes).optional(),
  body: z.string().optional(),
  signed: z.boolean().optional(),
  id: z.string().optional(),
  time: z.int().optional(),
});

interface Asked {
  /** The task in the path, by either id. */
  readonly key: string;
  /** The body, read when it is wanted. */
  readonly readJson: () => Promise<unknown>;
}

/** What was asked for cannot be done. */
class ControlError extends Error {
  override readonly name = 'ControlError';
}

const handlers: Readonly<Record<string, (asked: Asked, runtime: Runtime) => unknown>> = {
  'GET /sandbox': (_, runtime) => stateOf(runtime),
  'POST /sandbox/faults': async ({ readJson }, { faults }) => {
    const body = await readJson();
    faults.add(...z.array(faultSchema).parse(Array.isArray(body) ? body : [body]));
    return { faults: faults.list };
  },
  'DELETE /sandbox/faults': (_, { faults }) => {
    faults.clear();
    return { faults: faults.list };
  },
  'POST /sandbox/hold': (_, { progress }) => {
    progress.hold();
    return { holding: true };
  },
  'DELETE /sandbox/hold': (_, { progress }) => {
    progress.release();
    return { holding: false };
  },
  'GET /sandbox/tasks/{id}': ({ key }, { store }) => viewOf(taskUnder(store, key)),
  'POST /sandbox/tasks/{id}': async ({ key, readJson }, { store }) => {
    const { status, message } = advanceSchema.parse(await readJson());
    const task = taskUnder(store, key);
    if (!store.advance(task, status, message)) {
      throw new ControlError(`The task is ${task.status}; it cannot become ${status}.`);
    }
    return viewOf(task);
  },
  'POST /sandbox/callbacks': async ({ readJson }, { store, callbacks }) => {
    const request = callbackSchema.parse(await readJson());
    const task = request.task === undefined ? undefined : taskUnder(store, request.task);
    if ((request.url ?? task?.callbackUrl) === undefined) {
      throw new ControlError('Give the url to send the callback to, or a task that has a callback_url.');
    }
    return callbacks.send(request, task);
  },
};

/** What people ask of the sandbox itself, under `/sandbox`. */
export async function control(
  method: string,
  path: string,
  readJson: () => Promise<unknown>,
  runtime: Runtime,
): Promise<Reply> {
  const [, key] = /^\/sandbox\/tasks\/([^/]+)$/.exec(path) ?? [];
  const handler = handlers[`${method} ${key === undefined ? path : '/sandbox/tasks/{id}'}`];
  if (handler === undefined)
    return jsonReply(404, { error: 'There is no such thing here; see GET /sandbox.' });
  try {
    return jsonReply(200, await handler({ key: decodedKey(key ?? ''), readJson }, runtime));
  } catch (error) {
    if (error instanceof z.ZodError) return jsonReply(400, { error: z.prettifyError(error) });
    if (error instanceof ControlError) return jsonReply(400, { error: error.message });
    throw error;
  }
}

function taskUnder(store: Store, key: string): StoredTask {
  const task = store.find(key);
  if (task === undefined) throw new ControlError('There is no task with this ID or external ID.');
  return task;
}

function stateOf({ cdn, store, faults, log }: Runtime) {
  const tasks = store.tasks();
  return {
    url: cdn.baseUrl,
    tasks: Object.fromEntries(
      wireStatuses.map((status) => [status, tasks.filter((task) => task.status === status).length]),
    ),
    calls: log.calls,
    faults: faults.list,
    bill: store.bill,
    media: Object.entries(sampleMedia).map(([name, { about, good }]) => ({
      url: `${cdn.baseUrl}/sandbox/media/${name}`,
      about,
      good,
    })),
  };
}
