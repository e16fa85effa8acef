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
    createElement: metered('createElement', client.createElement),
    task: metered('task', client.task),
    tasks: metered('tasks', client.tasks),
    presetTasks: metered('presetTasks', client.presetTasks),
    voices: metered('voices', client.voices),
    presetVoices: metered('presetVoices', client.presetVoices),
    deleteElement: metered('deleteElement', client.deleteElement),
  };
}
