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

/** A task with Kling's own record of it, or the reason why it could not be fetched. */
export type FetchedTask =
  | { readonly task: Task; readonly record: unknown }
  | { readonly problem: Problem; readonly task?: undefined };

/** From this number of tasks on, Kling's list is fetched first: one page of it holds 500. */
const listFrom = 6;

const requestsFor = {
  element: { one: requests.task, list: requests.tasks },
  voice: { one: requests.voice, list: requests.voices },
} as const;

/** Problems that every further request would meet as well. */
const generalKinds: ReadonlySet<string> = new Set(['AUTHENTICATION', 'ACCOUNT', 'PERMISSION', 'RATE_LIMIT']);

/** Fetches tasks by task ID or external ID in as few requests as possible. The result has an entry for each key. */
export async function fetchTasks(
  keys: readonly string[],
  kind: TaskKind,
  runtime: Runtime,
): Promise<Map<string, FetchedTask>> {
  const fetched =
    keys.length < listFrom ? new Map<string, FetchedTask>() : await fetchFromList(keys, kind, runtime);
  let general: Problem | undefined;
  for (const key of keys) {
    if (fetched.has(key)) continue;
    const result = general === undefined ? await fetchTask(key, kind, runtime) : { problem: general };
    fetched.set(key, result);
    if (result.task === undefined && isGeneral(result.problem)) general = result.problem;
  }
  return fetched;
}

/** Fetches one task. Rejects only with what is not a problem of Kling's, such as a cancelled execution. */
export async function fetchTask(key: string, kind: TaskKind, runtime: Runtime): Promise<FetchedTask> {
  if (!isTaskKey(key)) return { problem: invalidKey(key) };
  const response = await send(requestsFor[kind].one(key), runtime);
  if ('problem' in response) return response;
  const task = readTask(response.data);
  return task === undefined
    ? { problem: { ...unreadableTask, requestId: response.requestId } }
    : { task, record: response.data };
}

async function fetchFromList(
  keys: readonly string[],
  kind: TaskKind,
  runtime: Runtime,
): Promise<Map<string, FetchedTask>> {
  const missing = new Set(keys);
  const page = { pageNum: 1, pageSize: limits.page.maxSize };
  const response = await send(requestsFor[kind].list(page), runtime);
  if ('problem' in response) {
    return new Map(isGeneral(response.problem) ? keys.map((key) => [key, response]) : []);
  }
  const fetched = new Map<string, FetchedTask>();
  for (const record of Array.isArray(response.data) ? (response.data as unknown[]) : []) {
    const task = readTask(record);
    if (task === undefined) continue;
    for (const key of [task.id, task.externalId]) {
      if (key !== null && missing.has(key)) fetched.set(key, { task, record });
    }
  }
  return fetched;
}

async function send(
  request: KlingRequest,
  runtime: Runtime,
): Promise<{ data: unknown; requestId: string | null } | { problem: Problem }> {
  return await getWithRetries(request, runtime).catch((error: unknown) => {
    if (error instanceof ProblemError) return { problem: error.problem };
    throw error;
  });
}

function isGeneral({ kind }: Problem): boolean {
  return generalKinds.has(kind);
}

function invalidKey(key: string): Problem {
  const message = key === '' ? '"Task ID" is empty' : `"${key}" is not a valid task ID`;
  return makeProblem('INVALID', message);
}

const unreadableTask = makeProblem(
  'UNAVAILABLE',
  'Kling returned a task that could not be read. Try again later.',
);
