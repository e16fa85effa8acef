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

/** Which task to fetch. */
export interface TaskReference {
  /** The task ID or the external ID. */
  readonly key: string;
  /** Where to look first. Kling keeps each kind of task separately; a task that is not found is looked up in all. */
  readonly kind?: FetchedKind | undefined;
}

/** A task with Kling's own record of it, or the reason why it could not be fetched. */
export type FetchedTask =
  | { readonly task: Task; readonly kind: FetchedKind; readonly record: unknown }
  | { readonly problem: Problem; readonly task?: undefined };

/** From this number of tasks on, Kling's list is fetched first: one page of it holds 500. */
const listFrom = 6;

const requestsFor = {
  element: { one: requests.task, list: requests.tasks, pageSize: limits.page.maxSize },
  voice: { one: requests.voice, list: requests.voices, pageSize: limits.page.maxVoicesSize },
} as const;

/** All kinds of tasks, in the order in which they are tried where the kind is unknown. */
export const taskKinds = ['element', 'voice'] as const satisfies readonly TaskKind[];
export type FetchedKind = (typeof taskKinds)[number];

/** Problems that every further request would meet as well. */
const generalKinds: ReadonlySet<string> = new Set(['AUTHENTICATION', 'ACCOUNT', 'PERMISSION', 'RATE_LIMIT']);

/** Fetches tasks in as few requests as possible. The result has an entry for each key. */
export async function fetchTasks(
  references: Iterable<TaskReference>,
  runtime: Runtime,
): Promise<Map<string, FetchedTask>> {
  const missing = new Map<string, FetchedKind | undefined>();
  for (const { key, kind } of references) missing.set(key, kind ?? missing.get(key));
  const fetched = new Map<string, FetchedTask>();
  let general: Problem | undefined;
  for (const kind of taskKinds) {
    const keys = [...missing.keys()].filter((key) => (missing.get(key) ?? kind) === kind);
    if (general !== undefined || keys.length < listFrom) continue;
    const found = await fetchFromList(new Set(keys), kind, runtime);
    if (found instanceof Map) {
      for (const [key, result] of found) {
        fetched.set(key, result);
        missing.delete(key);
      }
    } else if (isGeneral(found)) general = found;
  }
  for (const [key, kind] of missing) {
    const result = general === undefined ? await fetchTask({ key, kind }, runtime) : { problem: general };
    fetched.set(key, result);
    if (result.task === undefined && isGeneral(result.problem)) general = result.problem;
  }
  return fetched;
}

/** Fetches one task. Rejects only with what is not a problem of Kling's, such as a cancelled execution. */
export async function fetchTask({ key, kind }: TaskReference, runtime: Runtime): Promise<FetchedTask> {
  if (!isTaskKey(key)) return { problem: invalidKey(key) };
  const [first, ...others] =
    kind === undefined ? taskKinds : [kind, ...taskKinds.filter((other) => other !== kind)];
  let result = await fetchOf(first, key, runtime);
  for (const other of others) {
    if (result.task !== undefined || result.problem.kind !== 'NOT_FOUND') break;
    result = await fetchOf(other, key, runtime);
  }
  return result;
}

async function fetchOf(kind: FetchedKind, key: string, runtime: Runtime): Promise<FetchedTask> {
  const response = await send(requestsFor[kind].one(key), runtime);
  if ('problem' in response) return response;
  const task = readTask(response.data);
  return task === undefined
    ? { problem: { ...unreadableTask, requestId: response.requestId } }
    : { task, kind, record: response.data };
}

/** Those of the tasks that are in the list. */
async function fetchFromList(
  missing: ReadonlySet<string>,
  kind: FetchedKind,
  runtime: Runtime,
): Promise<Map<string, FetchedTask> | Problem> {
  const { list, pageSize } = requestsFor[kind];
  const response = await send(list({ pageNum: 1, pageSize }), runtime);
  if ('problem' in response) return response.problem;
  const fetched = new Map<string, FetchedTask>();
  for (const record of Array.isArray(response.data) ? (response.data as unknown[]) : []) {
    const task = readTask(record);
    if (task === undefined) continue;
    for (const key of [task.id, task.externalId]) {
      if (key !== null && missing.has(key)) fetched.set(key, { task, kind, record });
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
