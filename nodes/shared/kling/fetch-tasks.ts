import {
  getWithRetries,
  isTaskKey,
  type KlingRequest,
  limits,
  makeProblem,
  type Problem,
  ProblemError,
  readTask,
  requests,
  type Runtime,
  type Task,
  type TaskKind,
} from '@kling-elements/validation';

/** What a look at a task has shown: the task, with Kling's own record of it; or why it could not be seen. */
export type Look =
  | { readonly task: Task; readonly record: unknown }
  | { readonly problem: Problem; readonly task?: undefined };

/** From so many tasks on, Kling's list is read first: one page of it holds 500. */
const listFrom = 6;

const requestsFor = {
  element: { one: requests.task, list: requests.tasks },
  voice: { one: requests.voice, list: requests.voices },
} as const;

/** Problems that every further look would meet as well. */
const general: ReadonlySet<string> = new Set(['AUTHENTICATION', 'ACCOUNT', 'PERMISSION', 'RATE_LIMIT']);

/** Looks at several tasks, by task id or external id, in as few calls as possible. */
export async function lookAt(
  keys: readonly string[],
  made: TaskKind,
  world: Runtime,
): Promise<Map<string, Look>> {
  const looks = keys.length < listFrom ? new Map<string, Look>() : await listed(keys, made, world);
  let stopped: Problem | undefined;
  for (const key of keys) {
    if (looks.has(key)) continue;
    const look = stopped === undefined ? await lookAtOne(key, made, world) : { problem: stopped };
    looks.set(key, look);
    if (look.task === undefined && general.has(look.problem.kind)) stopped = look.problem;
  }
  return looks;
}

/** Looks at one task. Rejects with what is no problem of Kling's, such as Stop. */
export async function lookAtOne(key: string, made: TaskKind, world: Runtime): Promise<Look> {
  if (!isTaskKey(key)) return { problem: unusable(key) };
  const answer = await attempted(requestsFor[made].one(key), world);
  if ('problem' in answer) return answer;
  const task = readTask(answer.data);
  return task === undefined
    ? { problem: { ...unreadable, requestId: answer.requestId } }
    : { task, record: answer.data };
}

async function listed(keys: readonly string[], made: TaskKind, world: Runtime): Promise<Map<string, Look>> {
  const wanted = new Set(keys);
  const page = { pageNum: 1, pageSize: limits.page.maxSize };
  const answer = await attempted(requestsFor[made].list(page), world);
  if ('problem' in answer) {
    return new Map(general.has(answer.problem.kind) ? keys.map((key) => [key, answer]) : []);
  }
  const looks = new Map<string, Look>();
  for (const record of Array.isArray(answer.data) ? (answer.data as unknown[]) : []) {
    const task = readTask(record);
    if (task === undefined) continue;
    for (const key of [task.id, task.externalId]) {
      if (key !== null && wanted.has(key)) looks.set(key, { task, record });
    }
  }
  return looks;
}

async function attempted(
  request: KlingRequest,
  world: Runtime,
): Promise<{ data: unknown; requestId: string | null } | { problem: Problem }> {
  return await getWithRetries(request, world).catch((error: unknown) => {
    if (error instanceof ProblemError) return { problem: error.problem };
    throw error;
  });
}

function unusable(key: string): Problem {
  const message = key === '' ? 'Give the task ID.' : `"${key}" cannot be the ID of a task; check it.`;
  return makeProblem('INVALID', message);
}

const unreadable: Problem = makeProblem(
  'UNAVAILABLE',
  'Kling gave a task that could not be read; try again a little later.',
);
