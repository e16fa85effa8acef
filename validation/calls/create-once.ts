import * as z from 'zod/mini';

import { type Task, taskSchema } from '../kling/task.ts';
import { makeProblem, type Problem, ProblemError } from '../problems.ts';
import { sendWithAuthRetry, waitOrThrow, getWithRetries, type Runtime } from './exchange.ts';
import { type RequestBody, requests } from './request.ts';

/** What a task makes. */
export type TaskKind = 'element' | 'voice';

const callsOf = {
  element: { create: requests.createElement, task: requests.task },
  voice: { create: requests.createVoice, task: requests.voice },
} as const;

export interface Created {
  readonly task: Task;
  /** The external id was known before this call: the task is an earlier one. */
  readonly repeated: boolean;
}

/**
 * Makes an element or a voice exactly once, however the network fails (docs/kling-api.md, section 6): after an unclear answer the
 * same body goes out again, and "already exists" then proves that the first one arrived. An unclear create is never
 * sent again under a fresh id.
 *
 * @param body from `createElementBody` or `createVoiceBody`, with `externalId` in it
 * @throws ProblemError when Kling refuses; when its answer stays unclear, an UNAVAILABLE problem that says under
 *   which external id the call may be repeated
 */
export async function createOnce(
  body: RequestBody,
  externalId: string,
  runtime: Runtime,
  made: TaskKind = 'element',
): Promise<Created> {
  let unclearBefore = false;
  for (let attempts = 1; ; attempts += 1) {
    const attempt = await sendWithAuthRetry(callsOf[made].create(body), runtime);
    if (attempt.ok) {
      const task = z.safeParse(taskSchema, attempt.data);
      if (task.success) {
        return { task: { ...task.data, externalId: task.data.externalId ?? externalId }, repeated: false };
      }
      // Accepted, in words that could not be read: the task itself can still be asked for.
      return { task: await taskUnder({ externalId, made }, undefined, runtime), repeated: false };
    }
    if (attempt.problem.kind === 'DUPLICATE') {
      return {
        task: await taskUnder({ externalId, made }, attempt.problem, runtime),
        repeated: !unclearBefore,
      };
    }
    unclearBefore ||= attempt.unclear;
    const problem = unclearBefore ? unclear(attempt.problem, { externalId, made }) : attempt.problem;
    await waitOrThrow(attempts, { ...attempt, problem, unclear: unclearBefore }, runtime);
  }
}

interface Wanted {
  readonly externalId: string;
  readonly made: TaskKind;
}

/**
 * The task that has taken the external id.
 *
 * @param duplicate what Kling said of the id; the problem itself when the id is not one of such a task
 */
async function taskUnder(wanted: Wanted, duplicate: Problem | undefined, runtime: Runtime): Promise<Task> {
  const { externalId, made } = wanted;
  let data: unknown;
  try {
    ({ data } = await getWithRetries(callsOf[made].task(externalId), runtime));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    // External ids are unique across all of Kling's products: another product's task cannot be read here.
    if (error.problem.kind === 'NOT_FOUND' && duplicate !== undefined) throw new ProblemError(duplicate);
    const reason = error.problem.kind === 'NOT_FOUND' ? undefined : error.problem;
    throw new ProblemError(unclear(reason, wanted), { unclear: true });
  }
  const task = z.safeParse(taskSchema, data);
  if (!task.success) throw new ProblemError(unclear(undefined, wanted), { unclear: true });
  return { ...task.data, externalId: task.data.externalId ?? externalId };
}

function unclear(problem: Problem | undefined, { externalId, made }: Wanted): Problem {
  const cause = problem === undefined ? 'Kling sent an unreadable response.' : problem.message;
  return makeProblem(
    problem?.kind ?? 'UNAVAILABLE',
    `${cause} It is not known whether the ${made} is being created: repeat the call with external ID ${externalId}, which creates it only once.`,
    problem,
  );
}
