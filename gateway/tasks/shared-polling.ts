import type { TaskRow } from '../ledger/task-row.ts';
import type { TaskFetcher } from './polling/task-fetcher.ts';
import type { CreationReconciler } from './creation-reconciler.ts';
import type { WorkCoordinator } from '../ledger/work-coordinator.ts';
import type { Log } from '../runtime/runtime.ts';
import type { Feed } from './feed/feed.ts';
import type { Poller } from './polling/poller.ts';

export interface SharedPollingOptions {
  readonly work: WorkCoordinator;
  readonly watch: Poller;
  readonly looks: TaskFetcher;
  readonly settling: CreationReconciler;
  readonly feed: Feed;
  readonly taskDeadlineMs: number;
  readonly log: Log;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** A task that is older than this was looked at before: whoever takes it over looks at once, in milliseconds. */
const takenOverAfterMs = 5000;

/**
 * The watch of one gateway among several: it looks at those tasks only that are this gateway's, and what is watched
 * here is made known to whoever looks at it.
 */
export class SharedPolling {
  readonly #options: SharedPollingOptions;
  /** How many watch each task here. */
  readonly #watchers = new Map<string, number>();

  constructor(options: SharedPollingOptions) {
    this.#options = options;
  }

  start(): void {
    const { work, watch, settling, feed, now } = this.#options;
    work.start({
      recordedSince: () => this.#recordedSince(),
      onAcquired: (row, watched) => {
        if (row.createdHere && row.recordedAt >= this.#recordedSince()) {
          watch.follow(row, { soon: now() - row.recordedAt > takenOverAfterMs });
        }
        if (watched) watch.watched(row);
      },
      onWatched: (row) => {
        watch.watched(row);
      },
      onUnwatched: (taskId) => {
        watch.unwatched(taskId);
      },
      onReleased: (taskId) => {
        watch.settled(taskId);
      },
      onCreationsAcquired: (externalIds) => {
        settling.start(externalIds);
      },
      onHint: (taskId) => {
        watch.hint(taskId);
      },
      onAbandoned: (taskId, why) => {
        feed.fail(taskId, why);
      },
    });
  }

  /** Somebody watches an unsettled task here; to be paired with {@link unwatched}. */
  watched({ task: { id } }: TaskRow): void {
    const watchers = this.#watchers.get(id) ?? 0;
    this.#watchers.set(id, watchers + 1);
    if (watchers === 0) this.#options.work.watch(id);
  }

  unwatched(taskId: string): void {
    const watchers = this.#watchers.get(taskId) ?? 0;
    if (watchers > 1) {
      this.#watchers.set(taskId, watchers - 1);
    } else if (this.#watchers.delete(taskId)) {
      this.#options.work.unwatch(taskId);
    }
  }

  /** Whoever looks at it will be told. */
  follows(): boolean {
    return true;
  }

  /** Something has happened at Kling: whoever looks at the task does so now; where nobody does, this gateway, once. */
  hint(taskId: string): void {
    const { watch, work, looks, log } = this.#options;
    if (watch.follows(taskId)) {
      watch.hint(taskId);
      return;
    }
    work
      .hint(taskId)
      .then(async (told) => {
        if (!told) await looks.fetch(taskId);
      })
      .catch((error: unknown) => {
        log.debug({ taskId, reason: String(error) }, 'A task could not be looked at after a callback.');
      });
  }

  /** Whether some gateway looks at the task, so that its row is about as Kling has it. */
  async isLookedAt({ createdHere, recordedAt, task: { id } }: TaskRow): Promise<boolean> {
    const { watch, work } = this.#options;
    return (
      (createdHere && recordedAt >= this.#recordedSince()) || watch.follows(id) || (await work.isWatched(id))
    );
  }

  #recordedSince(): number {
    return this.#options.now() - this.#options.taskDeadlineMs;
  }
}
