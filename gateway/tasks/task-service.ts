//            calls                                              events (TaskEvents)
// create ────▶ Creator ─────────────────┐                       Creator ──────▶ creationUnresolved ─▶ CreationReconciler,
// start ─────▶ CreationReconciler ──────┤                                                          SharedPolling
// callback ──▶ CallbackReceiver ────────┼─▶ TaskRecorder        TaskRecorder ─▶ created ─────────▶ LocalPolling
//                ├▶ TaskPolling.hint    │        │              Ledger ───────▶ changed ─────────▶ Poller, Feed
//                └▶ CreationReconciler  │        ▼              Poller ───────▶ abandoned ───────▶ Feed, SharedPolling
// timer ─────▶ Poller ──▶ TaskFetcher ──┤     Ledger
// get ───────▶ TaskReader ▶ TaskFetcher ┘
// subscribe ─▶ Feed ──▶ TaskReader ──▶ TaskPolling (LocalPolling or SharedPolling) ──▶ Poller
//                           └────────▶ PendingCreations
import {
  type Created,
  type CreateElementInput,
  ProblemError,
  type SignedCallback,
  type Task,
} from '@kling-elements/validation';

import type { KlingClient } from '../kling/client.ts';
import type { Change, ChangePosition } from '../ledger/change.ts';
import type { Ledger, MaybePromise } from '../ledger/ledger.ts';
import { type Log, nodeTimers, type Timers } from '../runtime/runtime.ts';
import { CallbackReceiver } from './callback-receiver.ts';
import { CreationReconciler } from './creation-reconciler.ts';
import { Creator } from './creator.ts';
import { ChangeCursorError, readChangeCursor } from './feed/change-cursor.ts';
import { Feed } from './feed/feed.ts';
import type { Counters } from './feed/subscriber-channel.ts';
import { LocalPolling } from './local-polling.ts';
import { Poller, type PollerSettings } from './polling/poller.ts';
import { TaskFetcher } from './polling/task-fetcher.ts';
import { PendingCreations } from './pending-creations.ts';
import { Retention } from './retention.ts';
import { SharedPolling } from './shared-polling.ts';
import { TaskEvents } from './task-events.ts';
import type { TaskPolling } from './task-polling.ts';
import { TaskReader } from './task-reader.ts';
import { TaskRecorder } from './task-recorder.ts';
import type { CallbackReceipt, Tasks, WantedChanges } from './tasks.ts';

export interface TaskServiceSettings extends PollerSettings {
  /** The gateway's URL as Kling sees it, without a trailing slash; null: no callbacks are requested. */
  readonly publicUrl: string | null;
  /** The number of days that complete tasks are kept; 0: forever. */
  readonly keepDays: number;
  /** Keys from `readSecret`. Unless empty, unsigned callbacks are rejected. */
  readonly webhookSecrets: readonly Uint8Array[];
}

export interface TaskServiceOptions {
  readonly client: KlingClient;
  /** Closed together with the tasks. */
  readonly ledger: Ledger;
  readonly settings: TaskServiceSettings;
  readonly log: Log;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** From 0 to 1, as `Math.random`. */
  readonly random: () => number;
  /** Default: Node's own. */
  readonly timers?: Timers;
}

/** The tasks, and what is counted of their subscribers. */
export interface CountedTasks extends Tasks {
  readonly counters: Readonly<Counters>;
}

/** Puts ledger, poller and feed together. Nothing happens before `start`. */
export function createTaskService(options: TaskServiceOptions): CountedTasks {
  return new TaskService(options);
}

class TaskService implements CountedTasks {
  readonly #client: KlingClient;
  readonly #ledger: Ledger;
  readonly #recorder: TaskRecorder;
  readonly #poller: Poller;
  readonly #creator: Creator;
  readonly #reconciler: CreationReconciler;
  readonly #feed: Feed;
  readonly #polling: TaskPolling;
  readonly #pendingCreations: PendingCreations;
  readonly #reader: TaskReader;
  readonly #callbackReceiver: CallbackReceiver;
  readonly #retention: Retention;
  readonly #stopListening: () => void;

  constructor({ client, ledger, settings, log, now, random, timers = nodeTimers }: TaskServiceOptions) {
    const runtime = { log, now, random, timers };
    const { publicUrl, taskDeadlineMs, webhookSecrets, keepDays } = settings;
    const events = new TaskEvents();
    this.#client = client;
    this.#ledger = ledger;
    this.#stopListening = ledger.onChange((change) => {
      events.emit('changed', change);
    });

    const recorder = new TaskRecorder(ledger, events, runtime);
    const fetcher = new TaskFetcher(client, recorder);
    const poller = new Poller({ client, events, recorder, fetcher, settings, runtime });
    const creator = new Creator({ client, ledger, events, recorder, publicUrl, runtime });
    const reconciler = new CreationReconciler({
      client,
      ledger,
      events,
      recorder,
      creator,
      settings,
      runtime,
    });

    const feed = new Feed(ledger);
    events.on('changed', (change) => {
      feed.publish(change);
    });
    events.on('abandoned', (taskId, reason) => {
      feed.fail(taskId, reason);
    });

    const { workCoordinator: work } = ledger;
    const shared = { events, poller, fetcher, reconciler, taskDeadlineMs, runtime };
    const polling =
      work === undefined
        ? new LocalPolling({ ...shared, ledger })
        : new SharedPolling({ ...shared, work, feed });

    this.#recorder = recorder;
    this.#poller = poller;
    this.#creator = creator;
    this.#reconciler = reconciler;
    this.#feed = feed;
    this.#polling = polling;
    this.#pendingCreations = new PendingCreations({
      isCreatingElsewhere: work && ((externalId) => work.isCreatingElsewhere(externalId)),
      runtime,
    });
    this.#reader = new TaskReader({
      ledger,
      fetcher,
      polling,
      creations: this.#pendingCreations,
    });
    this.#callbackReceiver = new CallbackReceiver({
      ledger,
      recorder,
      polling,
      reconciler,
      webhookSecrets,
      now,
    });
    this.#retention = new Retention({ ledger, keepDays, runtime });
  }

  get counters(): Readonly<Counters> {
    return this.#feed.counters;
  }

  async start(): Promise<void> {
    await this.#polling.start();
    this.#retention.start();
  }

  async createElement(input: CreateElementInput, requestedBy: string | null): Promise<Created> {
    const ended = input.externalId === null ? undefined : this.announceCreation(input.externalId);
    try {
      return await this.#creator.createElement(input, requestedBy);
    } finally {
      ended?.();
    }
  }

  announceCreation(externalId: string): () => void {
    return this.#pendingCreations.announce(externalId);
  }

  get(key: string): MaybePromise<Task | undefined> {
    const row = this.#reader.read(key);
    return row instanceof Promise ? row.then((read) => read?.task) : row?.task;
  }

  async findByElement(elementId: string): Promise<Task | undefined> {
    return (await this.#ledger.findByElement(elementId))?.task;
  }

  recordListed(tasks: readonly Task[]): Promise<void> {
    return this.#recorder.recordListed(tasks);
  }

  async deleteElement(elementId: string): Promise<void> {
    try {
      await this.#client.deleteElement(elementId);
    } catch (error) {
      if (error instanceof ProblemError && error.problem.kind === 'ALREADY_DELETED') {
        await this.#ledger.markElementDeleted(elementId);
      }
      throw error;
    }
    await this.#ledger.markElementDeleted(elementId);
  }

  subscribe(key: string): AsyncIterableIterator<Task> {
    return this.#feed.task(key, this.#reader);
  }

  async subscribeToAll({ statuses, after }: WantedChanges): Promise<AsyncIterableIterator<Change>> {
    if (after === undefined) return this.#feed.changes({ statuses, after });
    const position = readChangeCursor(after);
    if (position === undefined) throw new ChangeCursorError('NOT_A_CURSOR');
    if (!(await this.#ledger.hasChange(position))) throw new ChangeCursorError('CURSOR_TOO_OLD');
    return this.#feed.changes({ statuses, after: position.sequence });
  }

  newestChange(): Promise<ChangePosition | undefined> {
    return this.#ledger.newestChange();
  }

  receiveCallback(token: string, callback: SignedCallback): Promise<CallbackReceipt> {
    return this.#callbackReceiver.receive(token, callback);
  }

  async close(): Promise<void> {
    this.#poller.close();
    this.#reconciler.close();
    this.#creator.close();
    this.#retention.close();
    this.#pendingCreations.close();
    this.#feed.close();
    await this.#ledger.close();
    this.#stopListening();
  }
}
