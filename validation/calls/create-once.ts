import * as z from 'zod/mini';

import { type Task, taskSchema } from '../kling/task.ts';
import { makeProblem, type Problem, ProblemError } from '../problems.ts';
import { sendWithAuthRetry, waitOrThrow, getWithRetries, type Runtime } from './exchange.ts';
import { type RequestBody, requests } from './request.ts';

/** What a task creates. */
export type TaskKind = 'element' | 'voice';

const callsOf = {
  element: { create: requests.createElement, task: requests.task },
  voice: { create: requests.createVoice, task: requests.voice },
} as const;

export interface Created {
  readonly task: Task;
  /** The external ID was already used before this call: the task is an earlier one. */
  readonly repeated: boolean;
}

/**
 * Creates an element or a voice exactly once, however the network fails (docs/kling-api.md, section 6): after an
 * unclear response the same body is sent again, and "already exists" then proves that the first one arrived. An
 * unclear create is never sent again under a new external ID.
 *
 * @param body from `createElementBody` or `createVoiceBody`, including `externalId`
 * @throws ProblemError if Kling refuses or does not respond; it carries the external ID
 */
export async function createOnce(
  body: RequestBody,
  externalId: string,
  runtime: Runtime,
  kind: TaskKind = 'element',
): Promise<Created> {
  let unclearBefore = false;
  for (let attempts = 1; ; attempts += 1) {
    const attempt = await sendWithAuthRetry(callsOf[kind].create(body), runtime);
    if (attempt.ok) {
      const task = z.safeParse(taskSchema, attempt.data);
      if (task.success) {
        return { task: { ...task.data, externalId: task.data.externalId ?? externalId }, repeated: false };
      }
      // Accepted, but the response is unreadable: the task itself can still be fetched.
      return { task: await fetchTask({ externalId, kind }, undefined, runtime), repeated: false };
    }
    if (attempt.problem.kind === 'DUPLICATE') {
      return {
        task: await fetchTask({ externalId, kind }, attempt.problem, runtime),
        repeated: !unclearBefore,
      };
    }
    unclearBefore ||= attempt.problem.outcome === 'UNKNOWN';
    const problem = unclearBefore
      ? unclear(attempt.problem, { externalId, kind })
      : { ...attempt.problem, externalId };
    await waitOrThrow(attempts, problem, runtime);
  }
}

interface TaskReference {
  readonly externalId: string;
  readonly kind: TaskKind;
}

/**
 * Fetches the task that has the external ID.
 *
 * @param duplicate thrown if the ID belongs to a task of another product
 */
async function fetchTask(
  reference: TaskReference,
  duplicate: Problem | undefined,
  runtime: Runtime,
): Promise<Task> {
  const { externalId, kind } = reference;
  let data: unknown;
  try {
    ({ data } = await getWithRetries(callsOf[kind].task(externalId), runtime));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    // External IDs are unique across all of Kling's products, but other products' tasks cannot be fetched here.
    if (error.problem.kind === 'NOT_FOUND' && duplicate !== undefined) {
      throw new ProblemError({ ...duplicate, externalId });
    }
    const cause = error.problem.kind === 'NOT_FOUND' ? undefined : error.problem;
    throw new ProblemError(unclear(cause, reference));
  }
  const task = z.safeParse(taskSchema, data);
  if (!task.success) throw new ProblemError(unclear(undefined, reference));
  return { ...task.data, externalId: task.data.externalId ?? externalId };
}

function unclear(problem: Problem | undefined, { externalId, kind }: TaskReference): Problem {
  const cause = problem === undefined ? 'Kling sent an unreadable response.' : problem.message;
  return makeProblem(
    problem?.kind ?? 'UNAVAILABLE',
    `${cause} It is not known whether the ${kind} is being created: repeat the call with external ID ${externalId}, which creates it only once.`,
    { ...problem, outcome: 'UNKNOWN', externalId },
  );
}
