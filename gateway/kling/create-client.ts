import { setTimeout as pause } from 'node:timers/promises';

import {
  createOnce,
  deleteOnce,
  getWithRetries,
  isTaskKey,
  type KlingPage,
  type KlingRequest,
  makeProblem,
  type Problem,
  ProblemError,
  requests,
  type RetryPolicy,
  type Runtime,
  type Task,
  type TaskList,
  taskListSchema,
  taskSchema,
  type Transport,
} from '@kling-elements/validation';
import type { Logger } from 'pino';

import { CircuitBreaker } from './circuit-breaker.ts';
import type { KlingClient } from './client.ts';
import { guardedTransport } from './guarded-transport.ts';
import type { Timeouts } from './timeouts.ts';
import { createTransport, type KlingCredential } from './transport.ts';

export interface KlingClientOptions {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly credential: KlingCredential;
  readonly log: Logger;
  /** Aborted at close: every call under way, and every pause before another attempt, ends with an UNAVAILABLE problem. */
  readonly signal?: AbortSignal;
  readonly timeOuts?: Timeouts;
  readonly retryPolicy?: RetryPolicy;
  /** Unix milliseconds. */
  readonly now?: () => number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random?: () => number;
  /** In place of HTTP. */
  readonly transport?: Transport;
  /** One of its own by itself. */
  readonly circuit?: CircuitBreaker;
}

/** The calls of Kling's API over HTTP. */
export function createKlingClient(options: KlingClientOptions): KlingClient {
  const { log, signal = new AbortController().signal, now = Date.now } = options;
  const random = options.random ?? Math.random;
  const sleep = options.sleep ?? ((milliseconds: number) => pause(milliseconds, undefined, { signal }));
  const circuit = options.circuit ?? new CircuitBreaker({ log, now, random });
  const transport = options.transport ?? createTransport({ ...options, signal, now });
  const world: Runtime = {
    transport: guardedTransport(transport, { circuit, signal, now, sleep, random }),
    now,
    sleep,
    random,
    ...(options.retryPolicy === undefined ? {} : { retryPolicy: options.retryPolicy }),
  };
  const report = reporter(log);

  /** What a close breaks off ends as a problem, like everything else that Kling leaves unanswered. */
  async function unlessClosed<Result>(
    call: Promise<Result>,
    advice: string,
    unclear: boolean,
  ): Promise<Result> {
    try {
      return await call;
    } catch (error) {
      if (!signal.aborted || error instanceof ProblemError) throw error;
      throw new ProblemError(closing(advice), { unclear });
    }
  }

  const ask = (request: KlingRequest) =>
    unlessClosed(getWithRetries(request, world), 'try again when it is back', false);

  const list =
    (requestOf: (page: KlingPage) => KlingRequest) =>
    async (page: KlingPage): Promise<TaskList> => {
      const { data, requestId } = await ask(requestOf(page));
      if (data !== undefined && data !== null && !Array.isArray(data)) {
        throw new ProblemError(unreadable('a list', requestId));
      }
      const tasks = taskListSchema.parse(data);
      report.list(tasks, requestId);
      return tasks;
    };

  return {
    async createElement(body, externalId) {
      circuit.check();
      const created = await unlessClosed(
        createOnce(body, externalId, world),
        `whether the element is being made is not known: repeat the call with external id ${externalId}, which makes it only once`,
        true,
      );
      report.task(created.task);
      return created;
    },

    async task(key) {
      if (!isTaskKey(key)) return undefined;
      try {
        const { data, requestId } = await ask(requests.task(key));
        const task = taskSchema.safeParse(data);
        if (!task.success) throw new ProblemError(unreadable('a task', requestId));
        report.task(task.data);
        return task.data;
      } catch (error) {
        if (error instanceof ProblemError && error.problem.kind === 'NOT_FOUND') return undefined;
        throw error;
      }
    },

    tasks: list(requests.tasks),
    presetTasks: list(requests.presetTasks),
    voices: list(requests.voices),
    presetVoices: list(requests.presetVoices),

    async deleteElement(elementId) {
      circuit.check();
      await unlessClosed(
        deleteOnce(requests.deleteElement(elementId), world),
        'whether the element was deleted is not known: delete it again',
        true,
      );
    },
  };
}

/** Says what of Kling's answers was not understood: an unknown status word once only, for tasks are read often. */
function reporter(log: Logger) {
  const words = new Set<string>();
  const task = ({ id, unknownStatus }: Task) => {
    if (unknownStatus === null || words.has(unknownStatus)) return;
    words.add(unknownStatus);
    log.warn({ task: id, status: unknownStatus }, 'Kling sent an unknown status; it counts as processing');
  };
  return {
    task,
    list({ tasks, length, unreadable: count }: TaskList, klingRequestId: string | null) {
      tasks.forEach(task);
      if (count > 0) {
        log.warn({ klingRequestId }, `${count} of ${length} entries of a list of Kling's could not be read`);
      }
    },
  };
}

function unreadable(what: string, requestId: string | null): Problem {
  return makeProblem('UNAVAILABLE', `Kling sent ${what} that could not be read; try again a little later.`, {
    requestId,
  });
}

function closing(advice: string): Problem {
  return makeProblem('UNAVAILABLE', `The gateway is shutting down; ${advice}.`);
}
