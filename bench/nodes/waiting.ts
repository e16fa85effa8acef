import { startSandbox } from '@kling-elements/sandbox';
import { randomUUID } from 'node:crypto';

import { pollUntil } from '../../harness/poll-until.ts';
import { WorkflowBuilder } from '../../harness/n8n/workflow.ts';
import { startMeasuredN8n } from './measured-n8n.ts';

export const executions = 500;
/** How many executions n8n may run at once here: far fewer than those that wait. */
export const concurrency = 5;

const warmUp = 20;

export interface WaitingCost {
  /** Memory in use after a garbage collection, in MB. */
  readonly beforeMB: number;
  /** After as many executions that did not wait: what n8n keeps of any execution. */
  readonly othersMB: number;
  readonly asleepMB: number;
  readonly afterMB: number;
  /** Executions that n8n counts as running while all are asleep. */
  readonly running: number;
  /** Whether another execution succeeded while all are asleep. */
  readonly otherRuns: boolean;
  readonly succeeded: number;
}

/** The cost of executions that wait for callbacks. */
export async function measureWaiting(home: string): Promise<WaitingCost> {
  await using sandbox = await startSandbox({ hold: true });
  await using running = await startMeasuredN8n(home, {
    N8N_CONCURRENCY_PRODUCTION_LIMIT: String(concurrency),
  });
  const { actions } = running;
  const credential = await actions.addCredential({ baseUrl: sandbox.url });
  const image = `${sandbox.url}/sandbox/media/square.png`;
  const hook = async (add: (builder: WorkflowBuilder) => WorkflowBuilder) => {
    const path = randomUUID();
    const builder = new WorkflowBuilder(credential).base(
      'Called',
      'webhook',
      { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
      { webhookId: path, typeVersion: 2 },
    );
    const workflow = await actions.addWorkflow(add(builder).build());
    await actions.activate(workflow);
    const call = async () => {
      const response = await fetch(`${actions.rest.url}/webhook/${path}`, { method: 'POST' });
      if (!response.ok) throw new Error(`The webhook failed with ${response.status}.`);
      await response.body?.cancel();
    };
    return { workflow, call };
  };
  const count = async (id: string, status: string) => {
    const filter = encodeURIComponent(JSON.stringify({ workflowId: id, status: [status] }));
    const { count: found, results } = await actions.rest.get<{ count: number; results: unknown[] }>(
      `executions?filter=${filter}&limit=1`,
    );
    return Math.max(found, results.length);
  };
  const reach = (id: string, status: string, expected: number) => {
    let found = 0;
    return pollUntil(
      async () => {
        found = await count(id, status);
        return found >= expected || undefined;
      },
      () => `${found} of ${expected} executions are ${status}`,
      300_000,
    );
  };

  const waiting = await hook((builder) =>
    builder
      .klingNode('Create', 'klingCreateElement', {
        name: 'Waited for',
        description: 'Made to be measured',
        frontalImageUrl: image,
        callback: 'execution',
        options: { checkMedia: false },
      })
      .klingNode('Wait', 'klingWaitForTask', { resume: 'callback', maxWait: 86_400 })
      .chain('Called', 'Create', 'Wait'),
  );
  const other = await hook((builder) => builder.base('Done', 'noOp').chain('Called', 'Done'));
  // A warm-up, so that what n8n loads on first use is not counted.
  for (let warm = 1; warm <= warmUp; warm += 1) await waiting.call();
  await reach(waiting.workflow.id, 'waiting', warmUp);
  const beforeMB = await running.liveMB();
  for (let done = 0; done < executions; done += 1) await other.call();
  await reach(other.workflow.id, 'success', executions);
  const othersMB = await running.liveMB();

  for (let started = 0; started < executions; started += 1) await waiting.call();
  await reach(waiting.workflow.id, 'waiting', executions + warmUp);
  const asleepMB = await running.liveMB();
  const stillRunning = await count(waiting.workflow.id, 'running');
  await other.call();
  const otherRuns = await reach(other.workflow.id, 'success', executions + 1).catch(() => false);

  for (const { id } of sandbox.tasks()) {
    const calledBack = sandbox.once('callback', (one) => one.taskId === id && one.status === 'succeed');
    sandbox.advance(id, 'succeed');
    await calledBack;
  }
  await reach(waiting.workflow.id, 'success', executions + warmUp);
  const succeeded = (await count(waiting.workflow.id, 'success')) - warmUp;
  const afterMB = await running.liveMB();
  return { beforeMB, othersMB, asleepMB, afterMB, running: stillRunning, otherRuns, succeeded };
}
