import { type Problem, ProblemError, type ProblemKind } from '@kling-elements/validation';

import type { Log } from '../runtime/runtime.ts';
import type { KlingClient } from './client.ts';
import { NotSentError } from './not-sent-error.ts';

/** Problems caused by the input of a client; the others concern the operator. */
const dueToInput: ReadonlySet<ProblemKind> = new Set([
  'INVALID',
  'NOT_FOUND',
  'DUPLICATE',
  'ALREADY_DELETED',
  'POLICY',
]);

/**
 * Counts calls by operation and result (`ok`, the kind of the problem, `NOT_SENT` or `error`), and logs problems with
 * Kling's code and request ID. Calls that were not sent are not logged: the circuit logs its own state.
 */
export function instrumentedClient(
  client: KlingClient,
  log: Pick<Log, 'info' | 'warn'>,
  count: (operation: keyof KlingClient, result: string) => void,
): KlingClient {
  const report = (operation: keyof KlingClient, { kind, klingCode, requestId, message }: Problem) => {
    log[dueToInput.has(kind) ? 'info' : 'warn'](
      { operation, kind, code: klingCode, klingRequestId: requestId },
      `Kling: ${message}`,
    );
  };
  function instrument<Arguments extends unknown[], Result>(
    operation: keyof KlingClient,
    call: (...parameters: Arguments) => Promise<Result>,
  ) {
    return async (...parameters: Arguments): Promise<Result> => {
      try {
        const result = await call(...parameters);
        count(operation, 'ok');
        return result;
      } catch (error) {
        if (error instanceof NotSentError) count(operation, 'NOT_SENT');
        else if (error instanceof ProblemError) {
          count(operation, error.problem.kind);
          report(operation, error.problem);
        } else count(operation, 'error');
        throw error;
      }
    };
  }
  return {
    createElement: instrument('createElement', (body, externalId) => client.createElement(body, externalId)),
    task: instrument('task', (key) => client.task(key)),
    tasks: instrument('tasks', (page) => client.tasks(page)),
    presetTasks: instrument('presetTasks', (page) => client.presetTasks(page)),
    voices: instrument('voices', (page) => client.voices(page)),
    presetVoices: instrument('presetVoices', (page) => client.presetVoices(page)),
    deleteElement: instrument('deleteElement', (elementId) => client.deleteElement(elementId)),
  };
}
