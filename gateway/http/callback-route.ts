import type { CallbackReceipt, Tasks } from '../tasks/tasks.ts';
import { BodyTooLargeError, readBody, RequestAbortedError } from './request/body.ts';
import { contentType } from './request/content-type.ts';
import type { Metrics } from '../metrics.ts';
import { replyJson } from './reply.ts';
import type { Exchange, Route } from './route.ts';

/** A callback describes one task; Kling's have a few kilobytes. */
const maxBytes = 1024 * 1024;

const replies: Record<CallbackReceipt, readonly [status: number, message: string]> = {
  ACCEPTED: [200, 'Accepted.'],
  UNKNOWN: [404, 'No task of this gateway has this callback URL.'],
  FORGED: [401, 'The signature is missing, expired or wrong.'],
  MALFORMED: [400, 'This is not a callback about a task.'],
};

/** `POST /callbacks/kling/{token}`: answered once the update is recorded. */
export function callbackRoute(tasks: Tasks, { callbacks }: Metrics): Route {
  const receive = async ({ request, captured }: Exchange): Promise<CallbackReceipt> => {
    if (contentType(request.headers['content-type']) !== 'application/json') {
      request.resume();
      return 'MALFORMED';
    }
    try {
      const body = await readBody(request, maxBytes);
      return await tasks.receiveCallback(captured[0] ?? '', { headers: request.headers, body });
    } catch (error) {
      if (error instanceof BodyTooLargeError || error instanceof RequestAbortedError) return 'MALFORMED';
      throw error;
    }
  };
  return {
    name: 'callbacks',
    path: /^\/callbacks\/kling\/([^/]+)$/,
    methods: ['POST'],
    handle: async (exchange) => {
      const receipt = await receive(exchange);
      callbacks.inc({ verdict: receipt });
      const [status, message] = replies[receipt];
      replyJson(exchange.response, status, { verdict: receipt, message });
    },
  };
}
