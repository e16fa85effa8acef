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

/** What a result at a task has shown: the task, with Kling's own record of it; or why it could not be seen. */
export type FetchedTask =
  | { readonly task: Task; readonly record: unknown }
  | { readonly problem: Problem; readonly task?: undefined };

/** From so many tasks on, Kling's list is read first: one page of it holds 500. */
const listFrom = 6;

const requestsFor = {
  element: { one: requests.task, list: requests.tasks },
  voice: { one: requests.voice, list: requests.voices },
} as const;

/** Problems that every further result would meet as well. */
const general: ReadonlySet<string> = new Set(['AUTHENTICATION', 'ACCOUNT', 'PERMISSION', 'RATE_LIMIT']);

/** Looks at several tasks, by task id or external id, in as few calls as possible. */
export async function fetchTasks(
  keys: readonly string[],
  made: TaskKind,
  runtime: Runtime,
): Promise<Map<string, FetchedTask>> {
  const fetched = keys.length < listFrom ? new Map<string, FetchedTask>() : await collect(keys, made, runtime);
  let stopped: Problem | undefined;
  for (const key of keys) {
    if (fetched.has(key)) continue;
    const result = stopped === undefined ? await fetchTask(key, made, runtime) : { problem: stopped };
    fetched.set(key, result);
    if (result.task === undefined && general.has(result.problem.kind)) stopped = result.problem;
  }
  return fetched;
}

/** Looks at one task. Rejects with what is no problem of Kling's, such as Stop. */
export async function fetchTask(key: string, made: TaskKind, runtime: Runtime): Promise<FetchedTask> {
  if (!isTaskKey(key)) return { problem: unusable(key) };
  const answer = await attempted(requestsFor[made].one(key), runtime);
  if ('problem' in answer) return answer;
  const task = readTask(answer.data);
  return task === undefined
    ? { problem: { ...unreadable, requestId: answer.requestId } }
    : { task, record: answer.data };
}

async function collect(keys: readonly string[], made: TaskKind, runtime: Runtime): Promise<Map<string, FetchedTask>> {
  const wanted = new Set(keys);
  const page = { pageNum: 1, pageSize: limits.page.maxSize };
  const answer = await attempted(requestsFor[made].list(page), runtime);
  if ('problem' in answer) {
    return new Map(general.has(answer.problem.kind) ? keys.map((key) => [key, answer]) : []);
  }
  const fetched = new Map<string, FetchedTask>();
  for (const record of Array.isArray(answer.data) ? (answer.data as unknown[]) : []) {
    const task = readTask(record);
    if (task === undefined) continue;
    for (const key of [task.id, task.externalId]) {
      if (key !== null && wanted.has(key)) fetched.set(key, { task, record });
    }
  }
  return fetched;
}

async function attempted(
  request: KlingRequest,
  runtime: Runtime,
): Promise<{ data: unknown; requestId: string | null } | { problem: Problem }> {
  return await getWithRetries(request, runtime).catch((error: unknown) => {
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
