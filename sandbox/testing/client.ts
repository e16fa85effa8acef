import { type Json, parseJson } from '@kling-elements/validation';

import { pngImage } from '../media/png.ts';
import type { Sandbox } from '../sandbox.ts';

export interface ClientResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Read losslessly; undefined when it is no JSON. */
  readonly body: Fields;
}

/** JSON that can be navigated without a check at each step. */
export interface Fields {
  readonly [name: string]: Fields & Json;
}

const elements = '/v1/general/advanced-custom-elements';

/** Calls the sandbox as a client of Kling's does. */
export function clientOf(sandbox: Pick<Sandbox, 'url'>, authorization = 'Bearer sandbox-key') {
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(new URL(path, sandbox.url), {
      method,
      redirect: 'manual',
      headers: { authorization, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return answered(response);
  };
  const get = (path: string) => call('GET', path);
  const post = (path: string, body: unknown) => call('POST', path, body);
  return {
    call,
    get,
    post,
    create: (body: unknown = createBody()) => post(elements, body),
    task: (key: string) => get(`${elements}/${encodeURIComponent(key)}`),
    list: (query = '') => get(`${elements}${query}`),
    remove: (elementId: unknown) => post('/v1/general/delete-advanced-elements', { element_id: elementId }),
  };
}

async function answered(response: Response): Promise<ClientResponse> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  const body = (isJson ? parseJson(text) : {}) as unknown as Fields;
  return { status: response.status, headers: response.headers, text, body };
}

export const goodBase64 = Buffer.from(pngImage({ width: 320, height: 320, hue: 10 })).toString('base64');

/** A valid body with some fields replaced; undefined removes one. */
export function createBody(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    element_name: 'Fox',
    element_description: 'A fox in a red coat',
    reference_type: 'image_refer',
    element_image_list: { frontal_image: goodBase64, refer_images: [{ image_url: goodBase64 }] },
    ...fields,
  };
}

export function videoBody(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    element_name: 'Dancer',
    element_description: 'A dancer',
    reference_type: 'video_refer',
    element_video_list: { refer_videos: [{ video_url: 'https://example.com/dancer.mp4' }] },
    ...fields,
  };
}

/** A field's value as a string; IDs are strings, or numbers where they are short. */
export function textOf(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : 'no text';
}
