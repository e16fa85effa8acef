/**
 * A request's JSON text in pieces: strings stand as they are, bytes are to be written as Base64 without line
 * breaks. So pictures need not be held as text; an edge that streams encodes them as it sends.
 */
export type RequestBody = readonly (string | Uint8Array)[];

/** One call of Kling's API, without base URL and credential. */
export interface KlingRequest {
  readonly method: 'GET' | 'POST';
  /** With its query, from the first slash. */
  readonly path: string;
  readonly body?: RequestBody;
  /** A page of a list comes back: hundreds of kilobytes, perhaps. */
  readonly isPage?: true;
}

/** What came back, whatever its status. */
export interface KlingResponse {
  readonly status: number;
  readonly text: string;
  /** The header `Retry-After`, as it stands. */
  readonly retryAfter?: string | undefined;
}

const elements = '/v1/general/advanced-custom-elements';
const voices = '/v1/general/custom-voices';

/** Where lists are read: `pageNum` from 1, `pageSize` 1–500, of voices 1–1000 (docs/kling-api.md, section 2). */
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
 * Whether a text can stand for a task in a path: the empty one would ask for the list, `.` or `..` for something
 * else altogether, and half of a surrogate pair cannot be written into a URL.
 */
export function isTaskKey(key: string): boolean {
  return key !== '' && key !== '.' && key !== '..' && key.isWellFormed();
}

/** The calls of docs/kling-api.md, section 2. */
export const requests = {
  createElement: (body: RequestBody) => post(elements, body),
  /** By Kling's task id or the caller's external id; see {@link isTaskKey}. */
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
