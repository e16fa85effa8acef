import { expect, test } from '@jest/globals';
import { ProblemError, signCallback, type Task, type TaskStatus } from '@kling-elements/validation';
import fc from 'fast-check';

import { whenIdle } from '../testing/fake-clock.ts';
import { TaskHarness } from './testing/task-harness.ts';
import { Model, type ModelOfKey } from './testing/model.ts';
import { sampleInput, sampleProblem } from '../testing/samples.ts';

/** The same runs each time; more and others with `MODEL_RUNS` and `MODEL_SEED`. */
const numRuns = Number(process.env.MODEL_RUNS ?? 100);
const seed = Number(process.env.MODEL_SEED ?? 4);

const keys = 3;
const secret = new Uint8Array(24).fill(7);
const otherSecret = new Uint8Array(24).fill(8);

/** The gateway, and those who read from it. */
interface Real {
  readonly gateway: TaskHarness;
  /** In the order of the model's. */
  subscribers: AsyncIterableIterator<Task>[];
  changes: AsyncIterableIterator<Task>;
}

type Command = fc.AsyncCommand<Model, Real>;

const nameOf = (model: Model, key: ModelOfKey) => `key-${model.keys.indexOf(key)}`;

/** What a subscriber reads next. All is in this process: what has not come after a while never comes. */
async function readFrom(subscriber: AsyncIterableIterator<Task>): Promise<Task | 'done' | 'nothing'> {
  const reading = subscriber.next();
  const nothing = whenIdle().then(() => 'nothing' as const);
  const result = await Promise.race([reading, nothing]);
  if (result === 'nothing') return result;
  return result.done === true ? 'done' : result.value;
}

const statusOf = (read: Awaited<ReturnType<typeof readFrom>>) =>
  typeof read === 'string' ? read : read.status;

/** What a create comes to: the problem's kind, or whether it is a repeat. */
async function outcomeOf(creating: Promise<{ task: Task; repeated: boolean }>) {
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
      outcomeOf(gateway.tasks.createElement(input, null)),
    );
    const outcomes = await Promise.all(creating);
    gateway.kling.fault = () => undefined;

    const { intention } = key;
    if (intention !== undefined && intention.variant !== this.variant) {
      expect(outcomes).toEqual(outcomes.map(() => 'DUPLICATE'));
      return;
    }
    if (intention?.settled === true) {
      expect(outcomes).toEqual(outcomes.map(() => ({ id: key.atKling?.id, repeated: true })));
      return;
    }
    if (!hadTask && (this.fault === 'none' || this.fault === 'lost after')) {
      key.history.push(gateway.kling.known(externalId));
      key.token = /\/callbacks\/kling\/([\w-]+)/.exec(gateway.kling.bodies.at(-1) ?? '')?.[1];
    }
    if (this.fault === 'refused') {
      expect(outcomes).toEqual(outcomes.map(() => 'INVALID'));
      return;
    }
    key.intention = { variant: this.variant, settled: false };
    if (this.fault === 'none') {
      model.made(key);
      expect(outcomes).toEqual(
        outcomes.map((_, index) => ({ id: key.atKling?.id, repeated: hadTask || index > 0 })),
      );
    } else {
      expect(outcomes).toEqual(outcomes.map(() => 'UNAVAILABLE'));
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

/** Something that Kling has said of a task once comes in: late, repeated, in any order. */
abstract class News implements Command {
  readonly key: number;
  readonly state: number;

  constructor(key: number, state: number) {
    this.key = key;
    this.state = state;
  }

  check = (model: Readonly<Model>) => model.key(this.key).history.length > 0;

  protected told(key: ModelOfKey): Task {
    const told = key.history[this.state % key.history.length];
    if (told === undefined) throw new Error('Kling never had this task.');
    return told;
  }

  abstract run(model: Model, real: Real): Promise<void>;
}

class Learn extends News {
  async run(model: Model, { gateway }: Real): Promise<void> {
    const key = model.key(this.key);
    const news = this.told(key);
    await gateway.tasks.recordListed([news]);
    if (key.hasRow) model.hear(key, news.status, { full: true });
  }

  override toString = () => `learn(${this.key}, ${this.state})`;
}

class CallBack extends News {
  readonly genuine: boolean;

  constructor(key: number, state: number, genuine: boolean) {
    super(key, state);
    this.genuine = genuine;
  }

  async run(model: Model, { gateway }: Real): Promise<void> {
    const key = model.key(this.key);
    const { id, status, createdAt, updatedAt } = this.told(key);
    // Without the elements, as a callback may be.
    const words = { id, status: status.toLowerCase(), create_time: createdAt, update_time: updatedAt };
    const body = new TextEncoder().encode(JSON.stringify({ ...words, message: '', outputs: [] }));
    const headers = signCallback('msg', body, [this.genuine ? secret : otherSecret], gateway.clock.now());
    const receipt = await gateway.tasks.receiveCallback(key.token ?? '', { headers, body });
    expect(receipt).toBe(this.genuine ? 'ACCEPTED' : 'FORGED');
    if (!this.genuine) return;
    if (key.intention !== undefined) key.intention.settled = true;
    key.ours = true;
    model.hear(key, status, { full: status !== 'SUCCEEDED' });
  }

  override toString = () => `callBack(${this.key}, ${this.state}${this.genuine ? '' : ', forged'})`;
}

class Subscribe implements Command {
  readonly key: number;
  readonly byExternalId: boolean;
  /** News that comes at the same time: the state, and by how many steps of the event loop's queue it is ahead. */
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
    const before = key.told.at(-1);
    const isTrueNow = key.isSettled || (model.isFollowed(key) && !key.held);
    let reading: ReturnType<typeof readFrom>;
    if (isTrueNow) {
      const [state, ahead] = this.meanwhile;
      const news = key.history[state % key.history.length] ?? key.atKling;
      const learning = gateway.tasks.recordListed([news]);
      for (let step = 0; step < ahead; step += 1) await Promise.resolve();
      reading = readFrom(subscriber);
      await learning;
      model.hear(key, news.status, { full: true });
    } else {
      reading = readFrom(subscriber);
      model.look(key);
    }
    const now = key.told.at(-1);
    const first = statusOf(await reading);
    // The snapshot may be from before the news; then the news follows.
    if (isTrueNow && first === before && first !== now) {
      expect(statusOf(await readFrom(subscriber))).toBe(now);
    } else {
      expect(first).toBe(now);
    }
    real.subscribers.push(subscriber);
    model.subscribers.push({ key, waiting: [], ended: key.isSettled });
  }

  toString = () =>
    `subscribe(${this.key}, ${this.byExternalId ? 'by external id' : 'by id'}, ${String(this.meanwhile)})`;
}

/** A subscriber reads once, or leaves. Until then it is as slow as can be. */
class Read implements Command {
  readonly subscriber: number;
  readonly leave: boolean;

  constructor(subscriber: number, leave: boolean) {
    this.subscriber = subscriber;
    this.leave = leave;
  }

  check = (model: Readonly<Model>) => model.subscribers.length > 0;

  async run(model: Model, real: Real): Promise<void> {
    const index = this.subscriber % model.subscribers.length;
    const expected = model.subscribers[index];
    const subscriber = real.subscribers[index];
    if (expected === undefined || subscriber === undefined) throw new Error('There is no such subscriber.');
    if (this.leave) await subscriber.return?.();
    else if (expected.waiting.length > 0) {
      expect(statusOf(await readFrom(subscriber))).toBe(expected.waiting.shift());
      return;
    } else if (!expected.ended) return;
    expect(await readFrom(subscriber)).toBe('done');
    model.subscribers = model.subscribers.filter((_, other) => other !== index);
    real.subscribers = real.subscribers.filter((_, other) => other !== index);
  }

  toString = () => `${this.leave ? 'leave' : 'read'}(${this.subscriber})`;
}

class ReadChanges implements Command {
  check = () => true;

  async run(model: Model, { changes }: Real): Promise<void> {
    const read: Record<string, string> = {};
    for (let count = model.changes.size; count > 0; count -= 1) {
      const change = await readFrom(changes);
      read[typeof change === 'string' ? change : (change.externalId ?? '')] = statusOf(change);
    }
    const expected = [...model.changes].map(([key, status]) => [nameOf(model, key), status]);
    expect(read).toEqual(Object.fromEntries(expected));
    model.changes.clear();
  }

  toString = () => 'readChanges()';
}

class Pass implements Command {
  check = () => true;

  async run(model: Model, { gateway }: Real): Promise<void> {
    await gateway.clock.advance(60_000);
    model.settle();
    for (const key of model.keys) if (model.isFollowed(key)) model.look(key);
  }

  toString = () => 'pass()';
}

class Restart implements Command {
  check = () => true;

  async run(model: Model, real: Real): Promise<void> {
    const { gateway, changes } = real;
    await gateway.reopen();
    await new ReadChanges().run(model, real);
    expect(await readFrom(changes)).toBe('done');
    for (const subscriber of model.subscribers) subscriber.ended = true;
    real.changes = gateway.tasks.subscribeToAll(undefined);
    await gateway.tasks.start();
    await whenIdle();
    model.settle();
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
    fc.tuple(key, fc.nat(2)).map((of) => new Learn(...of)),
    fc.tuple(key, fc.nat(2), mostly).map((of) => new CallBack(...of)),
    fc.tuple(key, fc.boolean(), fc.tuple(fc.nat(2), fc.nat(20))).map((of) => new Subscribe(...of)),
    fc.tuple(fc.nat(9), mostly).map(([subscriber, stay]) => new Read(subscriber, !stay)),
    fc.constant(new ReadChanges()),
    fc.constant(new Pass()),
    fc.constant(new Restart()),
  ],
  { maxCommands: 80, size: 'max' },
);

test('whatever happens, ledger and feed are as a simple model has them, over restarts too', async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (given) => {
      const gateway = await TaskHarness.make({
        publicUrl: 'https://gateway.example',
        webhookSecrets: [secret],
      });
      const model = new Model(keys);
      const real: Real = { gateway, subscribers: [], changes: gateway.tasks.subscribeToAll(undefined) };
      try {
        await gateway.tasks.start();
        await fc.asyncModelRun(() => ({ model, real }), given);
        await new Pass().run(model, real);
        await new ReadChanges().run(model, real);
        const left = () => model.subscribers.findIndex(({ waiting, ended }) => waiting.length > 0 || ended);
        for (let index = left(); index >= 0; index = left()) await new Read(index, false).run(model, real);
        const made = model.keys.filter(({ atKling }) => atKling !== undefined);
        expect(gateway.kling.size).toBe(made.length);
        for (const one of made) {
          expect((await gateway.ledger.find(nameOf(model, one)))?.task.status).toBe(one.atKling?.status);
        }
      } finally {
        await gateway.remove();
      }
    }),
    { numRuns, seed },
  );
}, 120_000);
