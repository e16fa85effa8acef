import type { CallbackReceipt, Tasks } from '../tasks/tasks.ts';
import { BodyBrokenOff, BodyTooLarge, readBody } from './request/body.ts';
import { contentType } from './request/content-type.ts';
import type { Metrics } from '../metrics.ts';
import { replyJson } from './reply.ts';
import type { Exchange, Route } from './route.ts';

/** A callback tells of one task; Kling's are of a few kilobytes. */
const maxBytes = 1024 * 1024;

const answers: Record<CallbackReceipt, readonly [status: number, message: string]> = {
  ACCEPTED: [200, 'Taken in.'],
  UNKNOWN: [404, 'No task of this gateway has this callback address.'],
  FORGED: [401, 'The signature is missing, out of date or wrong.'],
  MALFORMED: [400, 'This is not a callback about a task.'],
};

/** `POST /callbacks/kling/{token}`: answered when what it says is written down. */
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
      if (error instanceof BodyTooLarge || error instanceof BodyBrokenOff) return 'MALFORMED';
      throw error;
    }
  };
  return {
    name: 'callbacks',
    path: /^\/callbacks\/kling\/([^/]+)$/,
    methods: ['POST'],
    handle: async (exchange) => {
      const verdict = await receive(exchange);
      callbacks.inc({ verdict });
      const [status, message] = answers[verdict];
      replyJson(exchange.response, status, { verdict, message });
    },
  };
}
