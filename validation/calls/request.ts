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

const elements = '/v1/general/advanced-custom-elements';
const voices = '/v1/general/custom-voices';

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

/** The calls of docs/kling-api.md, section 2. */
export const requests = {
  createElement: (body: RequestBody) => post(elements, body),
  /** By Kling's task ID or the caller's external ID; see {@link isTaskKey}. */
  task: (key: string): KlingRequest => ({ method: 'GET', path: `${elements}/${encodeURIComponent(key)}` }),
  tasks: pageOf(elements),
  presetTasks: pageOf('/v1/general/advanced-presets-elements'),
  deleteElement: (elementId: string) =>
    post('/v1/general/delete-advanced-elements', [JSON.stringify({ element_id: elementId })]),
  voices: pageOf(voices),
  presetVoices: pageOf('/v1/general/presets-voices'),
  createVoice: (body: RequestBody) => post(voices, body),
  voice: (key: string): KlingRequest => ({ method: 'GET', path: `${voices}/${encodeURIComponent(key)}` }),
  deleteVoice: (voiceId: string) =>
    post('/v1/general/delete-voices', [JSON.stringify({ voice_id: voiceId })]),
} as const;
