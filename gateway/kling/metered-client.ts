import { ProblemError } from '@kling-elements/validation';

import type { KlingClient } from './client.ts';

/** Counts the calls of a client by operation and outcome: `ok`, the kind of the problem, or `error`. */
export function meteredClient(
  client: KlingClient,
  count: (operation: keyof KlingClient, outcome: string) => void,
): KlingClient {
  function metered<Arguments extends unknown[], Result>(
    operation: keyof KlingClient,
    call: (...parameters: Arguments) => Promise<Result>,
  ) {
    return async (...parameters: Arguments): Promise<Result> => {
      try {
        const result = await call.apply(client, parameters);
        count(operation, 'ok');
        return result;
      } catch (error) {
        count(operation, error instanceof ProblemError ? error.problem.kind : 'error');
        throw error;
      }
    };
  }
  return {
    createElement: metered('createElement', (body, externalId) => client.createElement(body, externalId)),
    task: metered('task', (key) => client.task(key)),
    tasks: metered('tasks', (page) => client.tasks(page)),
    presetTasks: metered('presetTasks', (page) => client.presetTasks(page)),
    voices: metered('voices', (page) => client.voices(page)),
    presetVoices: metered('presetVoices', (page) => client.presetVoices(page)),
    deleteElement: metered('deleteElement', (elementId) => client.deleteElement(elementId)),
  };
}
