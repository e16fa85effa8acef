import * as z from 'zod/mini';

import { type Task, taskSchema } from '../kling/task.ts';
import type { TaskKind } from '../kling/task-kind.ts';
import { makeProblem, type Problem, ProblemError } from '../problems.ts';
import { sendWithAuthRetry, waitOrThrow, getWithRetries, type Runtime } from './exchange.ts';
import { type RequestBody, taskRequests } from './request.ts';
import { type TaskEndpoint, taskEndpoints } from './task-endpoints.ts';

/** What is being made, for messages. */
const nouns: Readonly<Record<TaskKind, string>> = {
  element: 'the element is being created',
  voice: 'the voice is being created',
  video: 'the video is being made',
  image: 'the image is being made',
  views: 'the views are being made',
};

export interface Created {
  readonly task: Task;
  /** The external ID was already used before this call: the task is an earlier one. */
  readonly repeated: boolean;
}

/**
 * Makes a task exactly once, however the network fails (docs/kling-api.md, section 6): after an
 * unclear response the same body is sent again, and "already exists" then proves that the first one arrived. An
 * unclear create is never sent again under a new external ID.
 *
 * @param body from `createElementBody` and the like, including `externalId`
 * @param endpoint where the body is for; a video that is made twice is paid for twice
 * @throws ProblemError if Kling refuses or does not respond; it carries the external ID
 */
export async function createOnce(
  body: RequestBody,
  externalId: string,
  runtime: Runtime,
  endpoint: TaskEndpoint = 'element',
): Promise<Created> {
  let unclearBefore = false;
  for (let attempts = 1; ; attempts += 1) {
    const attempt = await sendWithAuthRetry(taskRequests(endpoint).create(body), runtime);
    if (attempt.ok) {
      const task = z.safeParse(taskSchema, attempt.data);
      if (task.success) {
        return { task: { ...task.data, externalId: task.data.externalId ?? externalId }, repeated: false };
      }
      // Accepted, but the response is unreadable: the task itself can still be fetched.
      return { task: await fetchTask({ externalId, endpoint }, undefined, runtime), repeated: false };
    }
    if (attempt.problem.kind === 'DUPLICATE') {
      return {
        task: await fetchTask({ externalId, endpoint }, attempt.problem, runtime),
        repeated: !unclearBefore,
      };
    }
    unclearBefore ||= attempt.problem.outcome === 'UNKNOWN';
    const problem = unclearBefore
      ? unclear(attempt.problem, { externalId, endpoint })
      : { ...attempt.problem, externalId };
    await waitOrThrow(attempts, problem, runtime);
  }
}

interface TaskReference {
  readonly externalId: string;
  readonly endpoint: TaskEndpoint;
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
  const { externalId, endpoint } = reference;
  let data: unknown;
  try {
    ({ data } = await getWithRetries(taskRequests(endpoint).find(externalId), runtime));
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

function unclear(problem: Problem | undefined, { externalId, endpoint }: TaskReference): Problem {
  const cause = problem === undefined ? 'Kling sent an unreadable response.' : problem.message;
  return makeProblem(
    problem?.kind ?? 'UNAVAILABLE',
    `${cause} It is not known whether ${nouns[taskEndpoints[endpoint].kind]}: repeat the call with external ID ${externalId}, which creates it only once.`,
    { ...problem, outcome: 'UNKNOWN', externalId },
  );
}
