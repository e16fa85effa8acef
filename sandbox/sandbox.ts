import { once } from 'node:events';

import { type CallbackEntry, type CallbackRequest, CallbackSender } from './callbacks/callback-sender.ts';
import { Cdn } from './media/cdn.ts';
import { Events } from './events.ts';
import { Faults } from './faults/faults.ts';
import { Ids } from './account/ids.ts';
import type { Operation } from './http/operations.ts';
import { optionsSchema, type SandboxOptions } from './options.ts';
import { addOwnElements, addPresets } from './account/presets.ts';
import { Progress } from './account/progress.ts';
import { randomFrom } from './random.ts';
import { type LoggedRequest, RequestLog } from './http/request-log.ts';
import { createSandboxServer, listen } from './http/server.ts';
import type { BillEntry } from './account/generated.ts';
import { accountId, Store, type StoredTask, type WireStatus } from './account/store.ts';
import { type TaskView, viewOf } from './account/task-view.ts';
import type { Runtime } from './runtime.ts';

/** What can be waited for with {@link Sandbox.once}. */
export interface SandboxEvents extends Record<string, unknown> {
  /** A request to Kling's API has arrived; nothing of it has been read or checked yet. */
  request: LoggedRequest;
  /** A request has been answered, or its connection has ended without a response. */
  answer: LoggedRequest;
  /** A task is new, or has changed its status. */
  task: TaskView;
  /** A callback has been sent or dropped. */
  callback: CallbackEntry;
}

/** A running sandbox. */
export interface Sandbox extends AsyncDisposable {
  /** Without a slash at the end: the base URL of the API. */
  readonly url: string;
  /** The latest calls of Kling's API, oldest first. */
  readonly requests: readonly LoggedRequest[];
  /** All calls, counted. */
  readonly calls: Readonly<Record<Operation, number>>;
  readonly faults: Pick<Faults, 'add' | 'clear' | 'list'>;
  /** The latest callbacks with their results, oldest first. */
  readonly callbacks: readonly CallbackEntry[];
  /** What the account has to pay for: generations that succeeded, oldest first. */
  readonly bill: readonly BillEntry[];

  /** The account's tasks, oldest first; Kling's own are not among them. */
  tasks(): TaskView[];
  /** By task id or external id. */
  task(key: string): TaskView | undefined;
  /**
   * Moves a task to a later status at once; its callback is then on its way.
   *
   * @param message becomes `task_status_msg`
   * @throws Error when there is no such task, or it would have to go back
   */
  advance(key: string, status: WireStatus, message?: string): TaskView;
  /** Stops the tasks where they are, until {@link release}. */
  hold(): void;
  /** Lets the tasks progress again. */
  release(): void;

  /** The next matching event. Call this before causing it. */
  once<Name extends keyof SandboxEvents & string>(
    name: Name,
    fits?: (event: SandboxEvents[Name]) => boolean,
  ): Promise<SandboxEvents[Name]>;
  /** @returns a function that removes the listener */
  on<Name extends keyof SandboxEvents & string>(
    name: Name,
    listener: (event: SandboxEvents[Name]) => void,
  ): () => void;
  /**
   * Sends a callback now: about a task, present or past, or the console's test callback, or a custom body.
   *
   * @throws Error when there is no such task, or nowhere to send it to
   */
  sendCallback(request: CallbackRequest): Promise<CallbackEntry>;
  /** Stops the sandbox: closes connections and timers. */
  close(): Promise<void>;
}

/** Callbacks kept. */
const remembered = 10_000;

/**
 * Starts the sandbox, an implementation of Kling's API (docs/kling-api.md, docs/kling-generation.md), on a local port.
 *
 * @throws ZodError for options that make no sense; Error when it cannot listen there
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const settings = optionsSchema.parse(options);
  const { now, seed, concurrency, generationConcurrency } = settings;
  const random = randomFrom(seed);
  const ids = new Ids(random);
  const closing = new AbortController();
  const events = new Events<SandboxEvents>();
  const callbackEntries: CallbackEntry[] = [];
  const cdn = new Cdn(`cdn ${seed}`, now);
  const faults = new Faults(seed);
  faults.add(...settings.faults);
  const store = new Store({ ids, now, concurrency, generationConcurrency });
  const presets = new Store({ ids, now, concurrency: undefined, generationConcurrency: undefined });
  addPresets(presets, cdn, ids, now());
  addOwnElements(store, cdn, ids, { now: now(), count: settings.ownElements, owner: accountId });
  const callbacks = new CallbackSender({
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
  const runtime: Runtime = {
    ...{ store, presets, ids, cdn, faults, callbacks, progress, log, checkMedia },
    closed: closing.signal,
  };
  const server = createSandboxServer(runtime, {
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
    if (task === undefined) throw new Error(`No task has the ID or external ID ${key}.`);
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
    bill: store.bill,
    tasks: () => store.tasks().map(viewOf),
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
