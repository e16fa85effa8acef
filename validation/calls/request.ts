import { type TaskEndpoint, taskEndpoints } from './task-endpoints.ts';

/**
 * A request's JSON text in pieces: strings are sent as they are, bytes as Base64 without line breaks. So images need
 * not be kept as text; they can be encoded while they are sent.
 */
export type RequestBody = readonly (string | Uint8Array)[];

/** One call of Kling's API, without the base URL and the credential. */
export interface KlingRequest {
  readonly method: 'GET' | 'POST';
  /** From the first slash, including the query. */
  readonly path: string;
  readonly body?: RequestBody;
  /** The response is a page of a list, which may be hundreds of kilobytes. */
  readonly isPage?: true;
}

/** A response, whatever its status. */
export interface KlingResponse {
  readonly status: number;
  readonly text: string;
  /** The unparsed `Retry-After` header. */
  readonly retryAfter?: string | undefined;
}

/** A page of a list: `pageNum` from 1, `pageSize` 1–500, of voices 1–1000 (docs/kling-api.md, section 2). */
export interface KlingPage {
  readonly pageNum: number;
  readonly pageSize: number;
}

const pageOf =
  (path: string) =>
  (page: KlingPage): KlingRequest => ({
    method: 'GET',
    path: `${path}?pageNum=${page.pageNum}&pageSize=${page.pageSize}`,
    isPage: true,
  });

const post = (path: string, body: RequestBody): KlingRequest => ({ method: 'POST', path, body });

/**
 * Whether a string can identify a task in a path: the empty string would request the list, `.` and `..` a different
 * resource, and half of a surrogate pair cannot be written in a URL.
 */
export function isTaskKey(key: string): boolean {
  return key !== '' && key !== '.' && key !== '..' && key.isWellFormed();
}

/** The calls that make, find and list the tasks of an endpoint. */
export interface TaskRequests {
  readonly create: (body: RequestBody) => KlingRequest;
  /** By Kling's task ID or the caller's external ID; see {@link isTaskKey}. */
  readonly find: (key: string) => KlingRequest;
  readonly list: (page: KlingPage) => KlingRequest;
}

/** The calls of an endpoint's tasks. */
export function taskRequests(endpoint: TaskEndpoint): TaskRequests {
  const { path } = taskEndpoints[endpoint];
  return {
    create: (body) => post(path, body),
    find: (key) => ({ method: 'GET', path: `${path}/${encodeURIComponent(key)}` }),
    list: pageOf(path),
  };
}

const elements = taskRequests('element');
const voices = taskRequests('voice');

/** The calls of docs/kling-api.md, section 2. */
export const requests = {
  createElement: elements.create,
  /** By Kling's task ID or the caller's external ID; see {@link isTaskKey}. */
  task: elements.find,
  tasks: elements.list,
  presetTasks: pageOf('/v1/general/advanced-presets-elements'),
  deleteElement: (elementId: string) =>
    post('/v1/general/delete-advanced-elements', [JSON.stringify({ element_id: elementId })]),
  voices: voices.list,
  presetVoices: pageOf('/v1/general/presets-voices'),
  createVoice: voices.create,
  voice: voices.find,
  deleteVoice: (voiceId: string) =>
    post('/v1/general/delete-voices', [JSON.stringify({ voice_id: voiceId })]),
} as const;
