import { once } from 'node:events';

import { type CallbackEntry, type CallbackRequest, Callbacks } from './callbacks.ts';
import { Cdn } from './cdn.ts';
import { Events } from './events.ts';
import { Faults } from './faults.ts';
import { Ids } from './ids.ts';
import type { Operation } from './operations.ts';
import { optionsSchema, type SandboxOptions } from './options.ts';
import { addOwnElements, addPresets } from './presets.ts';
import { Progress } from './progress.ts';
import { randomFrom } from './random.ts';
import { type LoggedRequest, RequestLog } from './request-log.ts';
import { createSandboxServer, listen } from './server.ts';
import { accountId, Store, type StoredTask, type WireStatus } from './store.ts';
import { type TaskView, viewOf } from './task-view.ts';
import type { Runtime } from './world.ts';

/** What can be waited for with {@link Sandbox.once}. */
export interface SandboxEvents extends Record<string, unknown> {
  /** A call of Kling's API has come; nothing is read or judged yet. */
  request: LoggedRequest;
  /** A call has been answered, or its connection has ended without an answer. */
  answer: LoggedRequest;
  /** A task is new, or has changed its status. */
  task: TaskView;
  /** A callback has been sent, or has met another fate. */
  callback: CallbackEntry;
}

/** Kling's stand-in, running. */
export interface Sandbox extends AsyncDisposable {
  /** Without a slash at the end: the base URL of the API. */
  readonly url: string;
  /** The latest calls of Kling's API, oldest first. */
  readonly requests: readonly LoggedRequest[];
  /** All calls, counted. */
  readonly calls: Readonly<Record<Operation, number>>;
  readonly faults: Pick<Faults, 'add' | 'clear' | 'list'>;
  /** The latest callbacks with what became of them, oldest first. */
  readonly callbacks: readonly CallbackEntry[];

  /** The account's tasks, oldest first; Kling's own are not among them. */
  tasks(): TaskView[];
  /** By task id or external id. */
  task(key: string): TaskView | undefined;
  /**
   * Moves a task on by hand, at once; its callback is then under way.
   *
   * @param message becomes `task_status_msg`
   * @throws Error when there is no such task, or it would have to go back
   */
  advance(key: string, status: WireStatus, message?: string): TaskView;
  /** Stops the tasks where they are, until {@link release}. */
  hold(): void;
  /** Lets the tasks go on by themselves. */
  release(): void;

  /** The next event that fits. Ask before causing it. */
  once<Name extends keyof SandboxEvents & string>(
    name: Name,
    fits?: (event: SandboxEvents[Name]) => boolean,
  ): Promise<SandboxEvents[Name]>;
  /** @returns what ends the listening */
  on<Name extends keyof SandboxEvents & string>(
    name: Name,
    listener: (event: SandboxEvents[Name]) => void,
  ): () => void;
  /**
   * Sends a callback now: about a task as it is or was, or the console's test callback, or a body of one's own.
   *
   * @throws Error when there is no such task, or nowhere to send it to
   */
  sendCallback(request: CallbackRequest): Promise<CallbackEntry>;
  /** Ends everything: connections are cut, timers stopped. */
  close(): Promise<void>;
}

/** Callbacks that are remembered. */
const remembered = 10_000;

/**
 * Starts a stand-in for Kling's API (docs/kling-api.md) on a port of this machine.
 *
 * @throws ZodError for options that make no sense; Error when it cannot listen there
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const settings = optionsSchema.parse(options);
  const { now, seed, concurrency } = settings;
  const random = randomFrom(seed);
  const ids = new Ids(random);
  const closing = new AbortController();
  const events = new Events<SandboxEvents>();
  const callbackEntries: CallbackEntry[] = [];
  const cdn = new Cdn(`cdn ${seed}`, now);
  const faults = new Faults(seed);
  faults.add(...settings.faults);
  const store = new Store({ ids, now, concurrency });
  const presets = new Store({ ids, now, concurrency: undefined });
  addPresets(presets, cdn, ids, now());
  addOwnElements(store, cdn, ids, { now: now(), count: settings.ownElements, owner: accountId });
  const callbacks = new Callbacks({
    cdn,
    faults,
    now,
    shape: settings.callbackShape,
    secret: settings.webhookSecret,
    remote: settings.remoteCallbacks,
    onEntry: (entry) => {
      callbackEntries.push(entry);
      if (callbackEntries.length > remembered) callbackEntries.splice(0, remembered / 10);
      events.emit('callback', entry);
    },
  });
  const progress = new Progress(store, settings.taskMs, settings.hold);
  store.onChange = (task) => {
    progress.changed(task);
    callbacks.changed(task);
    events.emit('task', viewOf(task));
  };
  const log = new RequestLog();
  const { checkMedia } = settings;
  const world: Runtime = {
    ...{ store, presets, ids, cdn, faults, callbacks, progress, log, checkMedia },
    closed: closing.signal,
  };
  const server = createSandboxServer(world, {
    credentials: { apiKeys: settings.apiKeys, keyPairs: settings.keyPairs, now },
    maxBodyBytes: settings.maxBodyBytes,
    onRequest: (entry) => {
      events.emit('request', entry);
    },
    onAnswer: (entry) => {
      events.emit('answer', entry);
    },
  });
  cdn.baseUrl = await listen(server, settings.port, settings.host);

  const taskUnder = (key: string): StoredTask => {
    const task = store.find(key);
    if (task === undefined) throw new Error(`There is no task under the id or external id ${key}.`);
    return task;
  };

  const end = async () => {
    closing.abort();
    progress.close();
    callbacks.close();
    const stopped = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await stopped;
  };
  let ended: Promise<void> | undefined;
  const close = () => (ended ??= end());

  return {
    url: cdn.baseUrl,
    requests: log.entries,
    calls: log.calls,
    faults,
    callbacks: callbackEntries,
    tasks: () =>
      [...store.all('element'), ...store.all('voice')].sort((a, b) => a.sequence - b.sequence).map(viewOf),
    task: (key) => {
      const task = store.find(key);
      return task === undefined ? undefined : viewOf(task);
    },
    advance: (key, status, message) => {
      const task = taskUnder(key);
      if (!store.advance(task, status, message)) {
        throw new Error(`The task ${key} is ${task.status}; it cannot become ${status}.`);
      }
      return viewOf(task);
    },
    hold: () => {
      progress.hold();
    },
    release: () => {
      progress.release();
    },
    once: (name, fits) => events.once(name, fits),
    on: (name, listener) => events.on(name, listener),
    sendCallback: async (request) =>
      callbacks.send(request, request.task === undefined ? undefined : taskUnder(request.task)),
    close,
    [Symbol.asyncDispose]: close,
  };
}
