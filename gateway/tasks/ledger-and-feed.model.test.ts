import { expect, test } from '@jest/globals';
import { ProblemError, signCallback, type Task, type TaskStatus } from '@kling-elements/validation';
import fc from 'fast-check';

import type { Change } from '../ledger/change.ts';
import { cursorOf } from './feed/change-cursor.ts';
import { TaskHarness } from './testing/task-harness.ts';
import { Model, type ModelOfKey } from './testing/model.ts';
import { sampleInput, sampleProblem } from '../testing/samples.ts';

/** The same runs each time; more and others with `MODEL_RUNS` and `MODEL_SEED`. */
const numRuns = Number(process.env.MODEL_RUNS ?? 100);
const seed = Number(process.env.MODEL_SEED ?? 4);

const keys = 3;
const secret = new Uint8Array(24).fill(7);
const otherSecret = new Uint8Array(24).fill(8);

/** The gateway and its subscribers. */
interface Real {
  readonly gateway: TaskHarness;
  /** In the order of the model's. */
  subscribers: AsyncIterableIterator<Task>[];
  /** Undefined while it is away. */
  changes: AsyncIterableIterator<Change> | undefined;
  /** Of the last change that was read. */
  cursor: string | undefined;
}

type Command = fc.AsyncCommand<Model, Real>;

const nameOf = (model: Model, key: ModelOfKey) => `key-${model.keys.indexOf(key)}`;

/** What a subscriber reads next. What has not come by the time nothing is in progress never comes. */
async function readFrom<Value>(
  gateway: TaskHarness,
  subscriber: AsyncIterableIterator<Value>,
): Promise<Value | 'done' | 'nothing'> {
  const reading = subscriber.next();
  const nothing = gateway.whenIdle().then(() => 'nothing' as const);
  const result = await Promise.race([reading, nothing]);
  if (result === 'nothing') return result;
  return result.done === true ? 'done' : result.value;
}

const statusOf = (read: Awaited<ReturnType<typeof readFrom<Task>>>) =>
  typeof read === 'string' ? read : read.status;

/** The result of a create: its task and whether it is a repeat, or the kind of the problem. */
async function resultOf(creating: Promise<{ task: Task; repeated: boolean }>) {
  try {
    const { task, repeated } = await creating;
    return { id: task.id, repeated };
  } catch (error) {
    return error instanceof ProblemError ? error.problem.kind : error;
  }
}

const faults = ['none', 'lost before', 'lost after', 'refused'] as const;

class Create implements Command {
  readonly key: number;
  readonly variant: number;
  readonly fault: (typeof faults)[number];
  readonly twice: boolean;

  constructor(key: number, variant: number, fault: (typeof faults)[number], twice: boolean) {
    this.key = key;
    this.variant = variant;
    this.fault = fault;
    this.twice = twice;
  }

  check = () => true;

  async run(model: Model, { gateway }: Real): Promise<void> {
    const key = model.key(this.key);
    const externalId = nameOf(model, key);
    const url = `https://media.example/front-${this.variant}.png`;
    const others = [{ url: 'https://media.example/side.png' }];
    const input = sampleInput({ externalId, reference: { images: { frontal: { url }, others } } });
    gateway.kling.fault = (call) => {
      if (call !== 'createElement' || this.fault === 'none') return undefined;
      const error = sampleProblem(this.fault === 'refused' ? 'INVALID' : 'UNAVAILABLE');
      return { error, effect: this.fault === 'lost after' };
    };
    const hadTask = key.atKling !== undefined;
    const creating = Array.from({ length: this.twice ? 2 : 1 }, () =>
      resultOf(gateway.tasks.createElement(input, null)),
    );
    const results = await Promise.all(creating);
    gateway.kling.fault = () => undefined;

    const { creation } = key;
    if (creation !== undefined && creation.variant !== this.variant) {
      expect(results).toEqual(results.map(() => 'DUPLICATE'));
      return;
    }
    if (creation?.resolved === true) {
      expect(results).toEqual(results.map(() => ({ id: key.atKling?.id, repeated: true })));
      return;
    }
    if (!hadTask && (this.fault === 'none' || this.fault === 'lost after')) {
      key.history.push(gateway.kling.known(externalId));
      key.token = /\/callbacks\/kling\/([\w-]+)/.exec(gateway.kling.bodies.at(-1) ?? '')?.[1];
    }
    if (this.fault === 'refused') {
      expect(results).toEqual(results.map(() => 'INVALID'));
      return;
    }
    key.creation = { variant: this.variant, resolved: false };
    if (this.fault === 'none') {
      model.recordCreated(key);
      expect(results).toEqual(
        results.map((_, index) => ({ id: key.atKling?.id, repeated: hadTask || index > 0 })),
      );
    } else {
      expect(results).toEqual(results.map(() => 'UNAVAILABLE'));
    }
  }

  toString = () => `create(${this.key}, ${this.variant}, ${this.fault}${this.twice ? ', twice' : ''})`;
}

class Move implements Command {
  readonly key: number;
  readonly status: TaskStatus;

  constructor(key: number, status: TaskStatus) {
    this.key = key;
    this.status = status;
  }

  check(model: Readonly<Model>): boolean {
    const now = model.key(this.key).atKling?.status;
    return now === 'SUBMITTED' || (now === 'PROCESSING' && this.status !== 'PROCESSING');
  }

  run(model: Model, { gateway }: Real): Promise<void> {
    const { atKling, history } = model.key(this.key);
    history.push(gateway.kling.move(atKling?.id ?? '', { status: this.status }));
    return Promise.resolve();
  }

  toString = () => `move(${this.key}, ${this.status})`;
}

/** A state that Kling has reported of a task once arrives: late, repeated, in any order. */
abstract class Update implements Command {
  readonly key: number;
  readonly state: number;

  constructor(key: number, state: number) {
    this.key = key;
    this.state = state;
  }

  check = (model: Readonly<Model>) => model.key(this.key).history.length > 0;

  protected stateOf(key: ModelOfKey): Task {
    const state = key.history[this.state % key.history.length];
    if (state === undefined) throw new Error('Kling never had this task.');
    return state;
  }

  abstract run(model: Model, real: Real): Promise<void>;
}

class RecordListed extends Update {
  async run(model: Model, { gateway }: Real): Promise<void> {
    const key = model.key(this.key);
    const update = this.stateOf(key);
    await gateway.tasks.recordListed([update]);
    if (key.hasRow) model.update(key, update.status, { confirmed: true });
  }

  override toString = () => `recordListed(${this.key}, ${this.state})`;
}

class ReceiveCallback extends Update {
  readonly genuine: boolean;

  constructor(key: number, state: number, genuine: boolean) {
    super(key, state);
    this.genuine = genuine;
  }

  async run(model: Model, { gateway }: Real): Promise<void> {
    const key = model.key(this.key);
    const { id, status, createdAt, updatedAt } = this.stateOf(key);
    // Without the elements, as a callback may be.
    const fields = { id, status: status.toLowerCase(), create_time: createdAt, update_time: updatedAt };
    const body = new TextEncoder().encode(JSON.stringify({ ...fields, message: '', outputs: [] }));
    const headers = signCallback('msg', body, [this.genuine ? secret : otherSecret], gateway.clock.now());
    const receipt = await gateway.tasks.receiveCallback(key.token ?? '', { headers, body });
    expect(receipt).toBe(this.genuine ? 'ACCEPTED' : 'FORGED');
    if (!this.genuine) return;
    if (key.creation !== undefined) key.creation.resolved = true;
    key.createdHere = true;
    model.update(key, status, { confirmed: status !== 'SUCCEEDED' });
  }

  override toString = () => `receiveCallback(${this.key}, ${this.state}${this.genuine ? '' : ', forged'})`;
}

class Subscribe implements Command {
  readonly key: number;
  readonly byExternalId: boolean;
  /** An update that arrives at the same time: the state, and how many microtasks it is ahead. */
  readonly meanwhile: readonly [state: number, ahead: number];

  constructor(key: number, byExternalId: boolean, meanwhile: readonly [state: number, ahead: number]) {
    this.key = key;
    this.byExternalId = byExternalId;
    this.meanwhile = meanwhile;
  }

  check = () => true;

  async run(model: Model, real: Real): Promise<void> {
    const { gateway } = real;
    const key = model.key(this.key);
    const id = this.byExternalId ? nameOf(model, key) : (key.atKling?.id ?? 'nobody');
    const subscriber = gateway.tasks.subscribe(id);
    if (key.atKling === undefined) {
      await expect(subscriber.next()).rejects.toMatchObject({ problem: { kind: 'NOT_FOUND' } });
      return;
    }
    const before = key.published.at(-1);
    const isUpToDate = key.isComplete || (model.isPolled(key) && !key.awaitingDetails);
    let reading: ReturnType<typeof readFrom<Task>>;
    if (isUpToDate) {
      const [state, ahead] = this.meanwhile;
      const update = key.history[state % key.history.length] ?? key.atKling;
      const recording = gateway.tasks.recordListed([update]);
      for (let step = 0; step < ahead; step += 1) await Promise.resolve();
      reading = readFrom(gateway, subscriber);
      await recording;
      model.update(key, update.status, { confirmed: true });
    } else {
      reading = readFrom(gateway, subscriber);
      model.poll(key);
    }
    const now = key.published.at(-1);
    const first = statusOf(await reading);
    // The snapshot may be from before the update; then the update follows.
    if (isUpToDate && first === before && first !== now) {
      expect(statusOf(await readFrom(gateway, subscriber))).toBe(now);
    } else {
      expect(first).toBe(now);
    }
    real.subscribers.push(subscriber);
    model.subscribers.push({ key, waiting: [], ended: key.isComplete });
  }

  toString = () =>
    `subscribe(${this.key}, ${this.byExternalId ? 'by external id' : 'by id'}, ${String(this.meanwhile)})`;
}

/** A subscriber reads once, or leaves. Between reads it is as slow as can be. */
class Read implements Command {
  readonly subscriber: number;
  readonly leave: boolean;

  constructor(subscriber: number, leave: boolean) {
    this.subscriber = subscriber;
    this.leave = leave;
  }

  check = (model: Readonly<Model>) => model.subscribers.length > 0;

  async run(model: Model, real: Real): Promise<void> {
    const { gateway } = real;
    const index = this.subscriber % model.subscribers.length;
    const expected = model.subscribers[index];
    const subscriber = real.subscribers[index];
    if (expected === undefined || subscriber === undefined) throw new Error('There is no such subscriber.');
    if (this.leave) await subscriber.return?.();
    else if (expected.waiting.length > 0) {
      expect(statusOf(await readFrom(gateway, subscriber))).toBe(expected.waiting.shift());
      return;
    } else if (!expected.ended) return;
    expect(await readFrom(gateway, subscriber)).toBe('done');
    model.subscribers = model.subscribers.filter((_, other) => other !== index);
    real.subscribers = real.subscribers.filter((_, other) => other !== index);
  }

  toString = () => `${this.leave ? 'leave' : 'read'}(${this.subscriber})`;
}

/** A subscriber to all changes reads some of them, after it has come back if it was away. */
class ReadChanges implements Command {
  readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  check = () => true;

  async run(model: Model, real: Real): Promise<void> {
    const { gateway } = real;
    real.changes ??= await gateway.tasks.subscribeToAll({ after: real.cursor });
    for (let count = Math.min(this.most, model.changes.length); count > 0; count -= 1) {
      const change = await readFrom(gateway, real.changes);
      if (typeof change === 'string') throw new Error(`Instead of a change there is ${change}.`);
      const { externalId, status } = change.row.task;
      // Tasks that change at the same time do so in any order; the changes of each come in theirs.
      const index = model.changes.findIndex(({ key }) => nameOf(model, key) === externalId);
      expect(status).toBe(model.changes.splice(index, 1)[0]?.status);
      real.cursor = cursorOf(change);
    }
  }

  toString = () => `readChanges(${this.most})`;
}

/** A subscriber to all changes leaves, without reading what is waiting. It can come back once it has read something. */
class GoAway implements Command {
  check = () => true;

  async run(_: Model, real: Real): Promise<void> {
    if (real.cursor === undefined) return;
    await real.changes?.return?.();
    real.changes = undefined;
  }

  toString = () => 'goAway()';
}

class PassTime implements Command {
  check = () => true;

  async run(model: Model, { gateway }: Real): Promise<void> {
    await gateway.clock.advance(60_000);
    model.reconcile();
    for (const key of model.keys) if (model.isPolled(key)) model.poll(key);
  }

  toString = () => 'passTime()';
}

class Restart implements Command {
  check = () => true;

  async run(model: Model, real: Real): Promise<void> {
    const { gateway } = real;
    if (real.cursor === undefined) await new ReadChanges(1).run(model, real);
    await new GoAway().run(model, real);
    await gateway.reopen();
    for (const subscriber of model.subscribers) subscriber.ended = true;
    // Before the start, as that may bring changes.
    if (real.cursor === undefined) real.changes = await gateway.tasks.subscribeToAll({});
    await gateway.tasks.start();
    await gateway.whenIdle();
    model.reconcile();
  }

  toString = () => 'restart()';
}

const key = fc.nat(keys - 1);
const status = fc.constantFrom<TaskStatus>('PROCESSING', 'SUCCEEDED', 'FAILED');
const mostly = fc.integer({ min: 0, max: 4 }).map((lot) => lot > 0);
const create = fc
  .tuple(key, fc.nat(1), fc.constantFrom('none' as const, ...faults), fc.boolean())
  .map((of) => new Create(...of));
const commands = fc.commands<Model, Real, false>(
  [
    // Thrice as likely: what is rare in them takes several in a row.
    ...[create, create, create],
    fc.tuple(key, status).map((of) => new Move(...of)),
    fc.tuple(key, fc.nat(2)).map((of) => new RecordListed(...of)),
    fc.tuple(key, fc.nat(2), mostly).map((of) => new ReceiveCallback(...of)),
    fc.tuple(key, fc.boolean(), fc.tuple(fc.nat(2), fc.nat(20))).map((of) => new Subscribe(...of)),
    fc.tuple(fc.nat(9), mostly).map(([subscriber, stay]) => new Read(subscriber, !stay)),
    fc.nat(9).map((most) => new ReadChanges(most)),
    fc.constant(new GoAway()),
    fc.constant(new PassTime()),
    fc.constant(new Restart()),
  ],
  { maxCommands: 80, size: 'max' },
);

test('after any sequence of events and restarts, ledger and feed agree with a simple model', async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (given) => {
      const gateway = await TaskHarness.make({
        publicUrl: 'https://gateway.example',
        webhookSecrets: [secret],
      });
      const model = new Model(keys);
      const changes = await gateway.tasks.subscribeToAll({});
      const real: Real = { gateway, subscribers: [], changes, cursor: undefined };
      try {
        await gateway.tasks.start();
        await fc.asyncModelRun(() => ({ model, real }), given);
        await new PassTime().run(model, real);
        await new ReadChanges(Infinity).run(model, real);
        const left = () => model.subscribers.findIndex(({ waiting, ended }) => waiting.length > 0 || ended);
        for (let index = left(); index >= 0; index = left()) await new Read(index, false).run(model, real);
        const created = model.keys.filter(({ atKling }) => atKling !== undefined);
        expect(gateway.kling.size).toBe(created.length);
        for (const one of created) {
          expect((await gateway.ledger.find(nameOf(model, one)))?.task.status).toBe(one.atKling?.status);
        }
      } finally {
        await gateway.remove();
      }
    }),
    { numRuns, seed },
  );
}, 120_000);
