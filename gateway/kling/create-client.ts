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
  type ProblemDetails,
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
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly credential: KlingCredential;
  readonly log: Logger;
  /** Aborted at close: every call in flight, and every delay before a retry, ends with an UNAVAILABLE problem. */
  readonly signal?: AbortSignal;
  readonly timeouts?: Timeouts;
  readonly retryPolicy?: RetryPolicy;
  /** Unix milliseconds. */
  readonly now?: () => number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random?: () => number;
  /** Instead of HTTP. */
  readonly transport?: Transport;
  /** Default: a new one. */
  readonly circuit?: CircuitBreaker;
}

/** The calls of Kling's API over HTTP. */
export function createKlingClient(options: KlingClientOptions): KlingClient {
  const { log, signal = new AbortController().signal, now = Date.now } = options;
  const random = options.random ?? Math.random;
  const sleep = options.sleep ?? ((milliseconds: number) => pause(milliseconds, undefined, { signal }));
  const circuit = options.circuit ?? new CircuitBreaker({ log, now, random });
  const transport = options.transport ?? createTransport({ ...options, signal, now });
  const runtime: Runtime = {
    transport: guardedTransport(transport, { circuit, signal, now, sleep, random }),
    now,
    sleep,
    random,
    ...(options.retryPolicy === undefined ? {} : { retryPolicy: options.retryPolicy }),
  };
  const report = reporter(log);

  /** A call that a close breaks off ends with a problem, as does any other call without a response. */
  async function unlessClosed<Result>(call: Promise<Result>, problem: Problem): Promise<Result> {
    try {
      return await call;
    } catch (error) {
      if (!signal.aborted || error instanceof ProblemError) throw error;
      throw new ProblemError(problem);
    }
  }

  const get = (request: KlingRequest) =>
    unlessClosed(getWithRetries(request, runtime), closing('try again when it is back'));

  const list =
    (requestOf: (page: KlingPage) => KlingRequest) =>
    async (page: KlingPage): Promise<TaskList> => {
      const { data, requestId } = await get(requestOf(page));
      if (data !== undefined && data !== null && !Array.isArray(data)) {
        throw new ProblemError(unreadable('a list', requestId));
      }
      const tasks = taskListSchema.parse(data);
      report.list(tasks, requestId);
      return tasks;
    };

  return {
    async createElement(body, externalId) {
      circuit.throwIfOpen();
      const created = await unlessClosed(
        createOnce(body, externalId, runtime),
        closing(
          `it is not known whether the element is being created: repeat the call with external ID ${externalId}, which creates it only once`,
          { outcome: 'UNKNOWN', externalId },
        ),
      );
      report.task(created.task);
      return created;
    },

    async task(key) {
      if (!isTaskKey(key)) return undefined;
      try {
        const { data, requestId } = await get(requests.task(key));
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
      circuit.throwIfOpen();
      await unlessClosed(
        deleteOnce(requests.deleteElement(elementId), runtime),
        closing('it is not known whether the element was deleted. Delete it again', { outcome: 'UNKNOWN' }),
      );
    },
  };
}

/** Logs what could not be parsed of Kling's responses; an unknown status only once, as tasks are fetched often. */
function reporter(log: Logger) {
  const statuses = new Set<string>();
  const task = ({ id, unknownStatus }: Task) => {
    if (unknownStatus === null || statuses.has(unknownStatus)) return;
    statuses.add(unknownStatus);
    log.warn(
      { task: id, status: unknownStatus },
      'Kling sent an unknown status, which counts as processing.',
    );
  };
  return {
    task,
    list({ tasks, length, unreadable: count }: TaskList, klingRequestId: string | null) {
      tasks.forEach(task);
      if (count > 0) {
        log.warn({ klingRequestId }, `Could not parse ${count} of ${length} entries in a list from Kling.`);
      }
    },
  };
}

function unreadable(what: string, requestId: string | null): Problem {
  return makeProblem('UNAVAILABLE', `Kling returned ${what} that could not be read. Try again later.`, {
    requestId,
  });
}

function closing(advice: string, details: Partial<ProblemDetails> = {}): Problem {
  return makeProblem('UNAVAILABLE', `The gateway is shutting down; ${advice}.`, details);
}
