import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultCredentials, type FaultInput, type Sandbox, startSandbox } from '@kling-elements/sandbox';

import { CreateElementDocument, TaskDocument } from '../../harness/graphql/generated/graphql.ts';
import { buildGateway } from '../../harness/gateway/bundle.ts';
import { killAll } from '../../harness/process.ts';
import { concurrently } from '../../harness/concurrently.ts';
import { percentile, rounded } from '../../harness/statistics.ts';
import { writeResults } from '../../harness/write-results.ts';
import { GatewayProcess } from '../../harness/gateway/gateway-process.ts';
import { sampleInput } from '../../harness/gateway/sample-input.ts';
import { stores } from '../../harness/gateway/stores.ts';

const seed = 4;
const clients = 20;
const creates = 1000;
/** The number of creates that a client has in progress at the same time. */
const each = 4;

/** What the sandbox does to half of all calls that create or fetch a task. */
const faults: readonly FaultInput[] = (
  [
    { kind: 'lost-answer', when: 'after', probability: 0.1 },
    { kind: 'lost-answer', when: 'before', probability: 0.1 },
    { kind: 'error', code: 5000, when: 'after', probability: 0.04 },
    { kind: 'error', code: 5001, when: 'after', probability: 0.03 },
    { kind: 'error', code: 5002, when: 'after', probability: 0.03 },
    { kind: 'html', when: 'before', probability: 0.025 },
    { kind: 'html', when: 'after', probability: 0.025 },
    { kind: 'no-answer', when: 'before', probability: 0.025 },
    { kind: 'no-answer', when: 'after', probability: 0.025 },
    { kind: 'error', code: 1303, when: 'before', probability: 0.1 },
  ] satisfies FaultInput[]
).map((fault) => ({ ...fault, on: ['create', 'task'] }));

beforeAll(buildGateway);
afterAll(killAll);

interface Problem {
  readonly kind: string;
  readonly retryable: boolean;
  readonly message: string;
}

/** A problem is true if it says that nothing was created and nothing was, or that this is unknown. */
function untruth(problem: Problem, externalId: string, sandbox: Sandbox): string | undefined {
  if (!problem.retryable) return `${externalId}: ${problem.kind} is reported as not retryable`;
  if (problem.message.includes(`repeat the call with external ID ${externalId}`)) return undefined;
  return sandbox.task(externalId) === undefined
    ? undefined
    : `${externalId}: created, but "${problem.message}"`;
}

describe.each(stores)('on the $name store', (store) => {
  test('1,000 creates through a faulty network all succeed when repeated, with none lost and none duplicated', async () => {
    await using opened = await store.open();
    await using sandbox = await startSandbox({ seed, taskMs: 3000 });
    await using gateway = await GatewayProcess.start({
      ...opened.environment,
      KLING_API_KEY: defaultCredentials.apiKey,
      KLING_BASE_URL: sandbox.url,
      KLING_TIMEOUT_MS: '1000',
    });
    sandbox.faults.add(...faults);

    const externalIds = Array.from({ length: creates }, (_, index) => `order-${index}`);
    const taskIds = new Map<string, string>();
    const untruths: string[] = [];
    const problems: Record<string, number> = {};
    const milliseconds: number[] = [];
    const began = performance.now();
    const create = async (externalId: string) => {
      const createBegan = performance.now();
      for (;;) {
        const { data, errors } = await gateway.client.ask(CreateElementDocument, {
          input: sampleInput(externalId),
        });
        const result = data?.createElement;
        if (result?.__typename === 'CreateElementSuccess') {
          taskIds.set(externalId, result.task.id);
          break;
        }
        if (result?.__typename !== 'KlingProblem') throw new Error(JSON.stringify(errors ?? result));
        problems[result.kind] = (problems[result.kind] ?? 0) + 1;
        const found = untruth(result, externalId, sandbox);
        if (found !== undefined) {
          untruths.push(found);
          break;
        }
        await pause(100);
      }
      milliseconds.push(performance.now() - createBegan);
    };
    await concurrently(clients * each, externalIds, create);
    const seconds = (performance.now() - began) / 1000;
    const calls = { ...sandbox.calls };

    expect(untruths).toEqual([]);
    expect(taskIds.size).toBe(creates);
    const atKling = sandbox.tasks();
    expect(new Set(atKling.map(({ externalId }) => externalId)).size).toBe(atKling.length);
    expect(Object.fromEntries(taskIds)).toEqual(
      Object.fromEntries(atKling.map(({ externalId, id }) => [externalId, id])),
    );

    // All of them once more: the same tasks, without a call that would create one.
    sandbox.faults.clear();
    await concurrently(clients, externalIds, async (externalId) => {
      const { data } = await gateway.client.ask(CreateElementDocument, { input: sampleInput(externalId) });
      expect(data?.createElement).toMatchObject({ repeated: true, task: { id: taskIds.get(externalId) } });
      const task = await gateway.client.ask(TaskDocument, { id: externalId });
      expect(task.data?.task).toMatchObject({ id: taskIds.get(externalId) });
    });
    expect(sandbox.calls.create).toBe(calls.create);
    expect(sandbox.tasks()).toHaveLength(creates);

    writeResults(`creates-under-faults-${store.name}`, {
      seed,
      clients,
      creates,
      seconds: rounded(seconds),
      callsToCreate: calls.create,
      callsToFetch: calls.task,
      problemsReported: problems,
      createMs: {
        p50: rounded(percentile(milliseconds, 0.5)),
        p99: rounded(percentile(milliseconds, 0.99)),
        longest: rounded(Math.max(...milliseconds)),
      },
      lost: creates - taskIds.size,
      duplicated: atKling.length - creates,
      peakMemoryMb: rounded(gateway.peakMemory()),
    });
    expect(await gateway.stop()).toBe(0);
  }, 400_000);
});
