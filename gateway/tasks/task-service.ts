import {
  type Created,
  type CreateElementInput,
  isTaskKey,
  makeProblem,
  ProblemError,
  type SignedCallback,
  type Task,
  type TaskStatus,
} from '@kling-elements/validation';

import type { KlingClient } from '../kling/client.ts';
import type { Counters } from './feed/subscriber-channel.ts';
import { Retention } from './retention.ts';
import { Creator } from './creator.ts';
import { Feed, type TaskSource } from './feed/feed.ts';
import { TaskRecorder } from './task-recorder.ts';
import type { Ledger, Soon } from '../ledger/ledger.ts';
import { TaskFetcher } from './polling/task-fetcher.ts';
import { CallbackReceiver } from './callback-receiver.ts';
import { isComplete, type TaskRow } from '../ledger/task-row.ts';
import { CreationReconciler } from './creation-reconciler.ts';
import { SharedPolling } from './shared-polling.ts';
import { type Log, nodeTimers, type Timers } from '../runtime/runtime.ts';
import type { CallbackReceipt, Tasks } from './tasks.ts';
import { Poller, type PollerSettings } from './polling/poller.ts';

export interface TaskServiceSettings extends PollerSettings {
  /** The gateway's address as Kling sees it, without a slash at its end; null: no callback is asked for. */
  readonly publicUrl: string | null;
  /** Finished tasks are kept for so many days; 0: for ever. */
  readonly keepDays: number;
  /** Keys from `readSecret`. Not empty: unsigned callbacks are refused. */
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
  /** Node's own by itself. */
  readonly timers?: Timers;
}

/** The tasks, and what is counted of their subscribers. */
export interface CountedTasks extends Tasks {
  readonly counters: Readonly<Counters>;
}

/** How many rows are taken up at a time. */
const slice = 500;

/** Everything the gateway knows of tasks: ledger, watch and feed, put together. Nothing happens before `start`. */
export function createTaskService(options: TaskServiceOptions): CountedTasks {
  return new TaskService(options);
}

class TaskService implements CountedTasks {
  readonly #options: TaskServiceOptions;
  readonly #recorder: TaskRecorder;
  readonly #fetcher: TaskFetcher;
  readonly #feed = new Feed();
  readonly #source: TaskSource = {
    find: async (key) => {
      const row = await this.#row(key);
      if (row === undefined) throw unknownTask(key);
      return row.task.id;
    },
    snapshot: async (id) => {
      const row = await this.#options.ledger.find(id);
      if (row === undefined) throw unknownTask(id);
      return row;
    },
    begun: (row) => {
      (this.#shared ?? this.#poller).watched(row);
    },
    ended: (id) => {
      (this.#shared ?? this.#poller).unwatched(id);
    },
  };
  readonly #poller: Poller;
  /** Set where several gateways share the ledger. */
  readonly #shared: SharedPolling | undefined;
  readonly #reconciler: CreationReconciler;
  readonly #creator: Creator;
  readonly #callbackReceiver: CallbackReceiver;
  readonly #retention: Retention;
  readonly #stopHearing: () => void;

  constructor(options: TaskServiceOptions) {
    const { client, ledger, settings, log, now, random, timers = nodeTimers } = options;
    const runtime = { log, now, random, timers };
    const follow = (row: TaskRow) => {
      // Shared tasks come to whichever gateway looks at them.
      if (ledger.workCoordinator === undefined) this.#poller.follow(row, { soon: false });
    };
    this.#options = options;
    this.#recorder = new TaskRecorder(ledger, runtime);
    this.#fetcher = new TaskFetcher(client, this.#recorder);
    this.#poller = new Poller({
      client,
      recorder: this.#recorder,
      fetcher: this.#fetcher,
      settings,
      runtime,
      onGivenUp: (taskId, why) => {
        this.#feed.fail(taskId, why);
        ledger.workCoordinator?.abandon(taskId, why);
      },
    });
    this.#creator = new Creator({
      client,
      ledger,
      recorder: this.#recorder,
      publicUrl: settings.publicUrl,
      now,
      pause: (milliseconds) =>
        new Promise((resolve) => {
          timers.after(milliseconds, resolve);
        }),
      onMade: follow,
      onUnclear: (externalId) => {
        this.#reconciler.later(externalId);
        ledger.workCoordinator?.markUnresolved(externalId).catch((error: unknown) => {
          log.debug({ externalId, reason: String(error) }, 'Other gateways could not be told of a create.');
        });
      },
    });
    this.#reconciler = new CreationReconciler({
      client,
      ledger,
      recorder: this.#recorder,
      settings,
      runtime,
      isUnderWay: (externalId) => this.#creator.isUnderWay(externalId),
      onMade: follow,
    });
    this.#shared =
      ledger.workCoordinator === undefined
        ? undefined
        : new SharedPolling({
            work: ledger.workCoordinator,
            watch: this.#poller,
            looks: this.#fetcher,
            settling: this.#reconciler,
            feed: this.#feed,
            taskDeadlineMs: settings.taskDeadlineMs,
            log,
            now,
          });
    this.#callbackReceiver = new CallbackReceiver({
      ledger,
      recorder: this.#recorder,
      poller: this.#shared ?? this.#poller,
      fetcher: this.#fetcher,
      reconciler: this.#reconciler,
      webhookSecrets: settings.webhookSecrets,
      log,
      now,
      onMade: follow,
    });
    this.#retention = new Retention({ ledger, keepDays: settings.keepDays, runtime });
    this.#stopHearing = ledger.onChange((row) => {
      if (isComplete(row)) this.#poller.settled(row.task.id);
      this.#feed.publish(row);
    });
  }

  get counters(): Readonly<Counters> {
    return this.#feed.counters;
  }

  async start(): Promise<void> {
    const { ledger, now, settings } = this.#options;
    if (this.#shared !== undefined) {
      this.#shared.start();
      return;
    }
    const recordedSince = now() - settings.taskDeadlineMs;
    for (let after: string | undefined = ''; after !== undefined;) {
      const rows = await ledger.incompleteTasks({ recordedSince, after, limit: slice });
      for (const row of rows) this.#poller.follow(row, { soon: true });
      after = rows.length < slice ? undefined : rows.at(-1)?.task.id;
    }
    this.#reconciler.start(await ledger.unresolvedCreations());
    this.#retention.start();
  }

  createElement(input: CreateElementInput, askedBy: string | null): Promise<Created> {
    return this.#creator.create(input, askedBy);
  }

  get(key: string): Soon<Task | undefined> {
    const row = this.#row(key);
    return row instanceof Promise ? row.then((one) => one?.task) : row?.task;
  }

  async findByElement(elementId: string): Promise<Task | undefined> {
    return (await this.#options.ledger.findByElement(elementId))?.task;
  }

  recordListed(news: readonly Task[]): Promise<void> {
    return this.#recorder.recordListed(news);
  }

  async deleteElement(elementId: string): Promise<void> {
    const { client, ledger } = this.#options;
    try {
      await client.deleteElement(elementId);
    } catch (error) {
      if (error instanceof ProblemError && error.problem.kind === 'ALREADY_DELETED') {
        await ledger.markElementDeleted(elementId);
      }
      throw error;
    }
    await ledger.markElementDeleted(elementId);
  }

  subscribe(key: string): AsyncIterableIterator<Task> {
    return this.#feed.task(key, this.#source);
  }

  subscribeToAll(statuses: readonly TaskStatus[] | undefined): AsyncIterableIterator<Task> {
    return this.#feed.changes(statuses);
  }

  receiveCallback(token: string, callback: SignedCallback): Promise<CallbackReceipt> {
    return this.#callbackReceiver.receive(token, callback);
  }

  async close(): Promise<void> {
    this.#poller.close();
    this.#reconciler.close();
    this.#creator.close();
    this.#retention.close();
    this.#feed.close();
    await this.#options.ledger.close();
    this.#stopHearing();
  }

  /** From the ledger where that is as true as asking Kling, otherwise from Kling. */
  #row(key: string): Soon<TaskRow | undefined> {
    if (!isTaskKey(key)) return undefined;
    const known = this.#options.ledger.find(key);
    const isAtHand = known !== undefined && !(known instanceof Promise) && this.#isTrue(known) === true;
    return isAtHand ? known : this.#trueRow(key, known);
  }

  async #trueRow(key: string, known: Soon<TaskRow | undefined>): Promise<TaskRow | undefined> {
    const row = await known;
    if (row !== undefined && (await this.#isTrue(row))) return row;
    return (await this.#fetcher.fetch(key)) ?? row;
  }

  #isTrue(row: TaskRow): Soon<boolean> {
    return isComplete(row) || (!row.awaitingDetails && this.#isLookedAt(row));
  }

  #isLookedAt(row: TaskRow): Soon<boolean> {
    return this.#shared?.isLookedAt(row) ?? this.#poller.follows(row.task.id);
  }
}

function unknownTask(key: string): ProblemError {
  return new ProblemError(
    makeProblem('NOT_FOUND', `Nobody knows a task under ${key}; check the id and the account.`),
  );
}
