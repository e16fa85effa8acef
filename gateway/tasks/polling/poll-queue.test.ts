import { expect, test } from '@jest/globals';

import { type PolledTask, PollQueue, type PollState } from './poll-queue.ts';

function waitingTask(id: string): PolledTask & { readonly state: 'waiting' } {
  return {
    id,
    state: 'waiting',
    tracked: true,
    subscribers: 0,
    since: 0,
    deadline: 86_400_000,
    lastPollAt: 0,
    failures: 0,
    lastListed: undefined,
  };
}

/** A queue with a task for each of the given times that it waits for. */
function queueOf(dueAt: Readonly<Record<string, number>>) {
  const queue = new PollQueue();
  const tasks = Object.entries(dueAt).map(([id, at]): PolledTask => {
    const task = waitingTask(id);
    queue.add(task);
    queue.wait(task, at);
    return task;
  });
  return { queue, tasks };
}

/** A queue with one task in a state. */
function queueIn(state: PollState) {
  const { queue, tasks } = queueOf({ a: 10 });
  const [task] = tasks;
  if (task === undefined) throw new Error('The queue is empty.');
  if (state !== 'waiting') queue.move(task, state);
  return { queue, task };
}

const idsOf = (tasks: Iterable<PolledTask>) => [...tasks].map(({ id }) => id);

test('a task added to the queue is found by its ID, and is not due before it has a time', () => {
  const queue = new PollQueue();
  const task = waitingTask('a');
  queue.add(task);
  expect(queue.get('a')).toBe(task);
  expect(queue.size).toBe(1);
  expect(queue.dueAt(task)).toBeUndefined();
  expect(queue.nextDueAt()).toBeUndefined();
  expect(queue.takeDue(Infinity)).toEqual([]);
});

test('waiting tasks whose time has come move to the tasks due in a page, the earliest first', () => {
  const { queue, tasks } = queueOf({ late: 30, second: 20, first: 10 });
  expect(queue.nextDueAt()).toBe(10);
  expect(idsOf(queue.takeDue(20))).toEqual(['first', 'second']);
  expect(idsOf(queue.dueInPage)).toEqual(['first', 'second']);
  expect(tasks.map(({ state }) => state)).toEqual(['waiting', 'dueInPage', 'dueInPage']);
  expect(queue.nextDueAt()).toBe(30);
  expect(queue.takeDue(20)).toEqual([]);
});

test('a new time replaces the one that a task waits for', () => {
  const { queue, task } = queueIn('waiting');
  queue.wait(task, 50);
  expect(queue.dueAt(task)).toBe(50);
  expect(queue.takeDue(49)).toEqual([]);
  expect(queue.takeDue(50)).toEqual([task]);
});

test.each<[PollState, { dueInPage: string[]; dueAlone: string[]; dueAt: number | undefined; size: number }]>([
  ['waiting', { dueInPage: [], dueAlone: [], dueAt: 10, size: 1 }],
  ['dueInPage', { dueInPage: ['a'], dueAlone: [], dueAt: undefined, size: 1 }],
  ['dueAlone', { dueInPage: [], dueAlone: ['a'], dueAt: undefined, size: 1 }],
  ['fetching', { dueInPage: [], dueAlone: [], dueAt: undefined, size: 1 }],
  ['hinted', { dueInPage: [], dueAlone: [], dueAt: undefined, size: 1 }],
  ['removed', { dueInPage: [], dueAlone: [], dueAt: undefined, size: 0 }],
])('a task that is moved to %s is found in that state only', (state, expected) => {
  const { queue, task } = queueIn(state);
  expect(task.state).toBe(state);
  expect({
    dueInPage: idsOf(queue.dueInPage),
    dueAlone: idsOf(queue.dueAlone),
    dueAt: queue.dueAt(task),
    size: queue.size,
  }).toEqual(expected);
});

test.each<PollState>(['dueInPage', 'dueAlone', 'fetching', 'hinted'])(
  'a task that waits again after %s is no longer due',
  (state) => {
    const { queue, task } = queueIn(state);
    queue.wait(task, 100);
    expect([...queue.dueInPage, ...queue.dueAlone]).toEqual([]);
    expect(queue.dueAt(task)).toBe(100);
  },
);

test('a cleared queue has no tasks, and those that it had are removed', () => {
  const { queue, tasks } = queueOf({ waits: 30, due: 10, fetched: 20 });
  queue.takeDue(10);
  for (const task of tasks.filter(({ id }) => id === 'fetched')) queue.move(task, 'fetching');
  queue.clear();
  expect(tasks.map(({ state }) => state)).toEqual(['removed', 'removed', 'removed']);
  expect([queue.size, queue.dueInPage.size, queue.nextDueAt()]).toEqual([0, 0, undefined]);
});
