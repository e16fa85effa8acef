import { expect, test } from '@jest/globals';
import type { Task } from '@kling-elements/validation';

import { sampleTask } from '../../testing/samples.ts';
import type { TaskRecorder } from '../task-recorder.ts';
import { PageRecorder } from './page-recorder.ts';
import type { PolledTask } from './poll-queue.ts';

function polledTask(id: string): PolledTask {
  return {
    id,
    state: 'fetching',
    tracked: true,
    subscribers: 0,
    since: 0,
    deadline: Infinity,
    lastPollAt: 0,
    failures: 0,
    lastListed: undefined,
  };
}

/** A page recorder for the polled tasks `1` and `2`, with what it records; `failure` makes recording fail. */
function pageRecorder() {
  const recorded: string[][] = [];
  const ledger: { failure?: Error } = {};
  const recorder: Pick<TaskRecorder, 'recordListed'> = {
    recordListed: (tasks: readonly Task[]) => {
      if (ledger.failure !== undefined) return Promise.reject(ledger.failure);
      recorded.push(tasks.map(({ id, status }) => `${id} ${status}`));
      return Promise.resolve();
    },
  };
  const pages = new PageRecorder(recorder as TaskRecorder);
  const polled = new Map(['1', '2'].map((id) => [id, polledTask(id)]));
  const record = async (...page: Task[]) => (await pages.record(page, polled)).map(({ id }) => id);
  return { recorded, ledger, record };
}

test('only the polled tasks of a page are recorded', async () => {
  const { recorded, record } = pageRecorder();
  expect(await record(sampleTask({ id: '3' }), sampleTask({ id: '2' }))).toEqual(['2']);
  expect(recorded).toEqual([['2 SUBMITTED']]);
});

test('a task that has not changed since the page before is found, but not recorded again', async () => {
  const { recorded, record } = pageRecorder();
  const page = [sampleTask({ id: '2' }), sampleTask({ id: '1' })];
  await record(...page);
  expect(await record(...page)).toEqual(['2', '1']);
  await record(sampleTask({ id: '2', updatedAt: 2 }), sampleTask({ id: '1', status: 'PROCESSING' }));
  expect(recorded).toEqual([['2 SUBMITTED', '1 SUBMITTED'], [], ['2 SUBMITTED', '1 PROCESSING']]);
});

test('a task whose recording failed is recorded with the next page', async () => {
  const { recorded, ledger, record } = pageRecorder();
  ledger.failure = new Error('The disk has failed.');
  await expect(record(sampleTask({ id: '1' }))).rejects.toThrow('The disk has failed.');
  delete ledger.failure;
  await record(sampleTask({ id: '1' }));
  expect(recorded).toEqual([['1 SUBMITTED']]);
});
