import { Agent, type IncomingMessage, request } from 'node:http';
import { once } from 'node:events';

import { readSecret, signCallback } from '@kling-elements/validation';

import type { Step } from './steps.ts';

/** One change of one task, on its way to a server. */
export interface Update {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The secret shared by the gateways and the sender of their callbacks. */
export const webhookSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const element = {
  id: '856528387816046601',
  name: 'Maja',
  description: 'The girl with the red umbrella from the first chapter',
};

/** As Kling calls back, signed (docs/kling-api.md, section 7, the newer shape). */
export function signedCallback(url: string, id: string, { status, message }: Step): Update {
  const outputs = [
    {
      type: 'element',
      ...element,
      element_type: 'multi_image_elements',
      materials: ['frontal', 'refer', 'refer'].map((role, index) => ({
        type: 'image',
        role,
        url: `https://cdn.example.com/elements/${id}/${index}.png?signature=53f0e9d1c3a94b7e&expires=1725361557`,
      })),
      owned_by: '855722760281784413',
      status: 'succeeded',
      tags: [{ id: 'o_102', name: 'Character', description: 'None' }],
    },
  ];
  const body = jsonBody({
    id,
    status: status.toLowerCase(),
    message,
    outputs: status === 'SUCCEEDED' ? outputs : [],
    create_time: 1_722_769_557_708,
    update_time: 1_722_769_560_000 + (status === 'SUCCEEDED' ? 2 : 1),
  });
  const signature = signCallback(`msg_${id}_${status}`, body, [readSecret(webhookSecret)], Date.now());
  return { url, headers: { ...json, ...signature }, body };
}

/** In the schema's terms, for servers that forward it unchanged. */
export function plainUpdate(url: string, id: string, { status, message }: Step): Update {
  const elements = status === 'SUCCEEDED' ? [element] : [];
  return { url, headers: json, body: jsonBody({ id, status, statusMessage: message, elements }) };
}

const json = { 'content-type': 'application/json' };

function jsonBody(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** Keeps connections open, as a sender of webhooks does. */
const agent = new Agent({ keepAlive: true, maxSockets: 50 });

/** Resolves when the server has responded. @throws Error unless it accepted the update */
export async function post({ url, headers, body }: Update): Promise<void> {
  const outgoing = request(url, {
    method: 'POST',
    agent,
    headers: { ...headers, 'content-length': body.length },
  });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  if (response.statusCode !== 200 && response.statusCode !== 204) {
    throw new Error(`${url} responded with HTTP ${String(response.statusCode)}`);
  }
}
