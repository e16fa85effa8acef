import { type Problem, ProblemError, type ProblemKind } from '@kling-elements/validation';

import type { Log } from '../runtime/runtime.ts';
import type { KlingClient } from './client.ts';
import { NotSentError } from './not-sent-error.ts';

/** What went wrong because of what a client asked for; everything else is for the operator to look into. */
const dueToInput: ReadonlySet<ProblemKind> = new Set([
  'INVALID',
  'NOT_FOUND',
  'DUPLICATE',
  'ALREADY_DELETED',
  'POLICY',
]);

/**
 * A client whose calls are counted by operation and outcome (`ok`, the kind of the problem, `NOT_SENT` or `error`),
 * and whose problems are logged with Kling's code and request id; of calls that were not sent the circuit has told.
 */
export function instrumentedClient(
  client: KlingClient,
  log: Pick<Log, 'info' | 'warn'>,
  count: (operation: keyof KlingClient, outcome: string) => void,
): KlingClient {
  const report = (operation: keyof KlingClient, { kind, code, requestId, message }: Problem) => {
    log[dueToInput.has(kind) ? 'info' : 'warn'](
      { operation, kind, code, klingRequestId: requestId },
      `Kling: ${message}`,
    );
  };
  function watched<Arguments extends unknown[], Result>(
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
    createElement: watched('createElement', (body, externalId) => client.createElement(body, externalId)),
    task: watched('task', (key) => client.task(key)),
    tasks: watched('tasks', (page) => client.tasks(page)),
    presetTasks: watched('presetTasks', (page) => client.presetTasks(page)),
    voices: watched('voices', (page) => client.voices(page)),
    presetVoices: watched('presetVoices', (page) => client.presetVoices(page)),
    deleteElement: watched('deleteElement', (elementId) => client.deleteElement(elementId)),
  };
}
