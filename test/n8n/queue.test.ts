import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '@kling-elements/sandbox';

import { killAll, launch, type RunningProcess } from '../../harness/process.ts';
import { freePort } from '../../harness/free-port.ts';
import { Actions, type NamedCredential } from '../../harness/n8n/actions.ts';
import { n8nProgram } from '../../harness/n8n/install.ts';
import { environmentOf, startN8n } from '../../harness/n8n/n8n.ts';
import { createFrom, itemsNode, waitByCallback } from './parts.ts';
import { hasRedis, startRedis } from '../../harness/redis.ts';
import { freshHome } from './shared.ts';
import { WorkflowBuilder } from '../../harness/n8n/workflow.ts';

const possible = hasRedis() || process.env.CI !== undefined;
if (!possible) process.stdout.write('Queue mode is not tested: there is no redis-server on this machine.\n');

(possible ? describe : describe.skip)('queue mode, with a worker that does one execution at a time', () => {
  let sandbox: Sandbox;
  let n8n: Actions;
  let worker: RunningProcess;
  let credential: NamedCredential;

  beforeAll(async () => {
    const home = freshHome();
    const redis = await startRedis();
    const environment = {
      EXECUTIONS_MODE: 'queue',
      QUEUE_BULL_REDIS_HOST: '127.0.0.1',
      QUEUE_BULL_REDIS_PORT: String(redis.port),
      OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
    };
    const port = await freePort();
    n8n = new Actions((await startN8n({ home, port, environment })).rest);
    worker = launch([process.execPath, n8nProgram, 'worker', '--concurrency=1'], {
      ...(await environmentOf({ home, port, environment })),
      QUEUE_HEALTH_CHECK_PORT: String(await freePort()),
    });
    await worker.printed('n8n worker is now ready');
    sandbox = await startSandbox({ hold: true });
    credential = await n8n.addCredential({ baseUrl: sandbox.url });
  }, 90_000);
  afterAll(async () => {
    killAll();
    await sandbox.close();
  });

  test('an execution whose callback was lost is checked by the worker, and continues in it', async () => {
    const builder = createFrom(itemsNode(new WorkflowBuilder(credential), ['Lou']), sandbox, {
      callback: 'execution',
    });
    const workflow = waitByCallback(builder).chain('Items', 'Create', 'Wait').build();
    const id = await n8n.run(await n8n.addWorkflow(workflow));
    await n8n.reaches(id, 'waiting');
    const [task] = sandbox.tasks().filter(({ name }) => name === 'Lou');
    sandbox.faults.add({ kind: 'callback', how: 'lost', status: 'succeed', times: 1 });
    sandbox.advance(task?.id ?? '', 'succeed');
    const execution = await n8n.reaches(id, 'success', 130_000);
    expect(execution.json('Done')).toMatchObject([{ task_id: task?.id, element_id: task?.madeId }]);
    expect([execution.runs('Wait'), execution.runs('Done')]).toEqual([1, 1]);
  }, 150_000);

  test('executions that wait for callbacks occupy no worker, and continue in one when their tasks are final', async () => {
    const asleep = await Promise.all(
      ['Ada', 'Bea', 'Cleo'].map(async (name) => {
        const builder = new WorkflowBuilder(credential);
        createFrom(itemsNode(builder, [name, `${name} 2`]), sandbox, { callback: 'execution' });
        const workflow = waitByCallback(builder).chain('Items', 'Create', 'Wait').build();
        const id = await n8n.run(await n8n.addWorkflow(workflow));
        await n8n.reaches(id, 'waiting');
        return { id, name };
      }),
    );
    // All three are asleep, and the only worker does something else.
    const other = new WorkflowBuilder(credential).base('Start', 'manualTrigger').base('Done', 'noOp');
    await n8n.runToEnd(other.chain('Start', 'Done').build());

    for (const { id, name } of asleep) {
      const tasks = sandbox.tasks().filter((task) => task.name.startsWith(name));
      expect(tasks).toHaveLength(2);
      for (const task of tasks) {
        const calledBack = sandbox.once(
          'callback',
          (one) => one.taskId === task.id && one.status === 'succeed',
        );
        sandbox.advance(task.id, 'succeed');
        expect(await calledBack).toMatchObject({ httpStatus: 200 });
      }
      const execution = await n8n.reaches(id, 'success');
      expect(execution.json('Done')).toEqual(
        tasks.map((task) =>
          expect.objectContaining({ task_id: task.id, task_status: 'succeed', element_id: task.madeId }),
        ),
      );
      expect(worker.output()).toMatch(new RegExp(`execution ${id}\\b`));
    }
  }, 60_000);
});
