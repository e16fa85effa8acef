import { makeProblem, type Problem, ProblemError, type Task } from '@kling-elements/validation';

import type { KlingClient } from '../../kling/client.ts';
import { NotSentError } from '../../kling/not-sent-error.ts';
import { Schedule } from './schedule.ts';
import { RateLimiter } from './rate-limiter.ts';
import type { TaskRecorder } from '../task-recorder.ts';
import type { TaskFetcher } from './task-fetcher.ts';
import { scanList } from './list-scan.ts';
import { backoff, nextPollAt, pollIntervalAt, type PollBounds } from './poll-interval.ts';
import { isComplete, type TaskRow } from '../../ledger/task-row.ts';
import type { Runtime } from '../../runtime/runtime.ts';

/** From so many tasks on that are due together, the list is read instead of each. */
const worthAPage = 3;
/** Looks at single tasks at the same time. */
const maxLooks = 4;

export interface PollerSettings extends PollBounds {
  /** Milliseconds after which a task that is not final is looked at no more. */
  readonly taskDeadlineMs: number;
}

export interface PollerOptions {
  readonly client: Pick<KlingClient, 'tasks'>;
  readonly recorder: TaskRecorder;
  readonly fetcher: TaskFetcher;
  readonly settings: PollerSettings;
  readonly runtime: Runtime;
  /** There will be no more looks at a task that is not final. */
  readonly onGivenUp: (taskId: string, why: ProblemError) => void;
}

/** A task that is looked at. */
interface Followed {
  readonly id: string;
  /** Looked at whether somebody watches or not. */
  kept: boolean;
  /** Its age counts from here, in Unix milliseconds. */
  readonly since: number;
  /** Looked at until then. */
  until: number;
  watchers: number;
  looking: boolean;
  lastLookAt: number;
  failures: number;
  /** Something has happened at Kling while a look was under way. */
  hinted: boolean;
  /** What the last page said of it: the same again is no news. */
  lastSeen: string | undefined;
}

/**
 * Who is looked at next. One look serves all; a task of ours is looked at until it is settled or too old, another's
 * only while somebody watches it.
 */
export class Poller {
  readonly #options: PollerOptions;
  readonly #followed = new Map<string, Followed>();
  readonly #agenda = new Schedule<Followed>();
  /** Due, to be read from the list. */
  readonly #together = new Set<Followed>();
  /** Due, each to be looked at by itself: the list did not have them. */
  readonly #alone = new Set<Followed>();
  readonly #budget: RateLimiter;
  #looks = 0;
  #reading = false;
  #troubled = false;
  #closed = false;
  #timer: { readonly at: number; readonly stop: () => void } | undefined;

  constructor(options: PollerOptions) {
    this.#options = options;
    this.#budget = new RateLimiter(options.runtime.now);
  }

  /** Whether the task is looked at, so that its row is about as Kling has it. */
  follows(taskId: string): boolean {
    return this.#followed.has(taskId);
  }

  /** Looks at a task of ours until it is settled. @param soon at once, not after the first pause */
  follow(row: TaskRow, { soon }: { readonly soon: boolean }): void {
    if (this.#closed || isComplete(row)) return;
    const followed =
      this.#followed.get(row.task.id) ??
      this.#add(row, row.recordedAt + this.#options.settings.taskDeadlineMs);
    followed.kept = true;
    if (soon) this.#put(followed, this.#now());
    else this.#putAfterPause(followed);
  }

  /** Somebody watches an unsettled task; to be paired with {@link unwatched}. */
  watched(row: TaskRow): void {
    if (this.#closed) return;
    const followed =
      this.#followed.get(row.task.id) ?? this.#add(row, this.#now() + this.#options.settings.taskDeadlineMs);
    followed.watchers += 1;
    this.#putAfterPause(followed);
  }

  unwatched(taskId: string): void {
    const followed = this.#followed.get(taskId);
    if (followed === undefined || followed.watchers === 0) return;
    followed.watchers -= 1;
    if (followed.watchers === 0 && !followed.kept) this.#remove(followed);
  }

  /** Something has happened at Kling: looks now, but not more often than by the shortest pause. */
  hint(taskId: string): void {
    const followed = this.#followed.get(taskId);
    if (followed === undefined) return;
    if (followed.looking) followed.hinted = true;
    else if (!this.#isDue(followed)) this.#put(followed, this.#soonest(followed));
  }

  /** Nothing more will come of this task. */
  settled(taskId: string): void {
    const followed = this.#followed.get(taskId);
    if (followed !== undefined) this.#remove(followed);
  }

  close(): void {
    this.#closed = true;
    this.#timer?.stop();
    this.#followed.clear();
    this.#together.clear();
    this.#alone.clear();
  }

  #now(): number {
    return this.#options.runtime.now();
  }

  #add(row: TaskRow, until: number): Followed {
    const { id, createdAt } = row.task;
    const followed: Followed = {
      id,
      kept: false,
      since: row.createdHere || createdAt === 0 ? row.recordedAt : Math.min(createdAt, row.recordedAt),
      until,
      watchers: 0,
      looking: false,
      lastLookAt: 0,
      failures: 0,
      hinted: false,
      lastSeen: undefined,
    };
    this.#followed.set(id, followed);
    return followed;
  }

  #remove(followed: Followed): void {
    this.#followed.delete(followed.id);
    this.#agenda.remove(followed);
    this.#noLongerDue(followed);
  }

  #isDue(followed: Followed): boolean {
    return this.#together.has(followed) || this.#alone.has(followed);
  }

  #noLongerDue(followed: Followed): void {
    this.#together.delete(followed);
    this.#alone.delete(followed);
  }

  #soonest(followed: Followed): number {
    return Math.max(this.#now(), followed.lastLookAt + this.#options.settings.pollMinMs);
  }

  /** Due after the pause that its age asks for, or as before when that is sooner. */
  #putAfterPause(followed: Followed): void {
    if (followed.looking || this.#isDue(followed)) return;
    const { settings } = this.#options;
    const now = this.#now();
    const at = nextPollAt(
      now,
      pollIntervalAt(now - followed.since, followed.watchers > 0, settings),
      settings,
    );
    if ((this.#agenda.timeOf(followed) ?? Infinity) > at) this.#put(followed, at);
  }

  #put(followed: Followed, at: number): void {
    if ((this.#agenda.timeOf(followed) ?? Infinity) <= at) return;
    this.#agenda.put(followed, at);
    this.#wakeAt(at);
  }

  #wakeAt(at: number): void {
    if (this.#closed || (this.#timer?.at ?? Infinity) <= at) return;
    this.#timer?.stop();
    const { now, timers } = this.#options.runtime;
    const stop = timers.after(Math.max(0, at - now()), () => {
      this.#timer = undefined;
      this.#turn();
    });
    this.#timer = { at, stop };
  }

  /** Does all that is due and may be done now, and wakes up for the rest. The end of each call is a turn, too. */
  #turn(): void {
    if (this.#closed) return;
    for (const followed of this.#agenda.take(this.#now())) {
      if (this.#now() >= followed.until) this.#giveUp(followed);
      else this.#together.add(followed);
    }
    for (let call = this.#nextCall(); call !== undefined; call = this.#nextCall()) {
      const wait = this.#budget.wait(this.#followed.size);
      if (wait > 0) {
        this.#wakeAt(this.#now() + wait);
        break;
      }
      void call();
    }
    const next = this.#agenda.next();
    if (next !== undefined) this.#wakeAt(next);
  }

  /** The call to be made next, if there is one and it has not to wait for the end of another. */
  #nextCall(): (() => Promise<void>) | undefined {
    const many = this.#together.size >= worthAPage;
    // What no page had comes first: pages are worth their call again and again, so it would never come after them.
    const [next] = this.#alone.size > 0 || many ? this.#alone : this.#together;
    if (next !== undefined && this.#looks < maxLooks) return () => this.#look(next);
    return many && !this.#reading ? () => this.#readPages([...this.#together]) : undefined;
  }

  #begin(followed: Followed): void {
    this.#noLongerDue(followed);
    followed.looking = true;
    followed.hinted = false;
  }

  async #look(followed: Followed): Promise<void> {
    this.#begin(followed);
    this.#looks += 1;
    this.#budget.spend();
    try {
      const row = await this.#options.fetcher.fetch(followed.id);
      this.#recovered();
      if (row === undefined) this.#lost(followed);
      else this.#lookedAt(followed);
    } catch (error) {
      this.#failed([followed], error);
    } finally {
      this.#looks -= 1;
      this.#turn();
    }
  }

  async #readPages(together: readonly Followed[]): Promise<void> {
    for (const followed of together) this.#begin(followed);
    this.#reading = true;
    this.#budget.spend();
    const missing = new Set(together.map(({ id }) => id));
    try {
      let pages = 0;
      for await (const tasks of scanList(this.#options.client, missing, this.#followed.size)) {
        if (this.#closed) return;
        pages += 1;
        if (pages > 1) this.#budget.spend();
        await this.#seen(tasks);
      }
      this.#recovered();
      for (const followed of this.#stillLooking(together)) {
        followed.looking = false;
        if (this.#isFollowed(followed)) this.#alone.add(followed);
      }
    } catch (error) {
      this.#failed(this.#stillLooking(together), error);
    } finally {
      this.#reading = false;
      this.#turn();
    }
  }

  /** A page of the list: whoever is on it has been looked at, whether it was due or not. */
  async #seen(tasks: readonly Task[]): Promise<void> {
    const found = tasks.flatMap((task) => {
      const followed = this.#followed.get(task.id);
      return followed === undefined ? [] : [{ task, followed }];
    });
    const news = found.filter(({ task, followed }) => markOf(task) !== followed.lastSeen);
    await this.#options.recorder.recordListed(news.map(({ task }) => task));
    for (const { task, followed } of found) {
      followed.lastSeen = markOf(task);
      this.#lookedAt(followed);
    }
  }

  #stillLooking(followed: readonly Followed[]): Followed[] {
    return followed.filter((one) => one.looking);
  }

  #lookedAt(followed: Followed): void {
    followed.looking = false;
    followed.failures = 0;
    followed.lastLookAt = this.#now();
    if (!this.#isFollowed(followed)) return;
    this.#noLongerDue(followed);
    this.#agenda.remove(followed);
    if (followed.hinted) this.#put(followed, this.#soonest(followed));
    else this.#putAfterPause(followed);
  }

  #failed(all: readonly Followed[], error: unknown): void {
    if (this.#closed) return;
    if (!this.#troubled) {
      this.#troubled = true;
      this.#options.runtime.log.warn(
        { reason: reasonOf(error) },
        'Tasks cannot be looked at for now; trying again with growing pauses.',
      );
    }
    const { settings, runtime } = this.#options;
    // One draw for all, so that they stay together.
    const random = runtime.random();
    for (const followed of all) {
      followed.looking = false;
      followed.failures += 1;
      if (!this.#isFollowed(followed)) continue;
      // Not asked at all: due with the others when Kling may be asked again.
      const at = error instanceof NotSentError ? error.retryAt : undefined;
      const pause = () => nextPollAt(this.#now(), backoff(followed.failures, random, settings), settings);
      this.#put(followed, at ?? pause());
    }
  }

  #recovered(): void {
    if (!this.#troubled) return;
    this.#troubled = false;
    this.#options.runtime.log.info({}, 'Tasks can be looked at again.');
  }

  #isFollowed(followed: Followed): boolean {
    return this.#followed.get(followed.id) === followed;
  }

  #giveUp(followed: Followed): void {
    this.#remove(followed);
    const { settings, runtime, onGivenUp } = this.#options;
    runtime.log.warn(
      { taskId: followed.id, deadlineMs: settings.taskDeadlineMs },
      'The task is not final although its deadline has passed; it is looked at no more until somebody asks for it.',
    );
    onGivenUp(
      followed.id,
      problem('UNAVAILABLE', 'The task had no final status in time; ask for it again to look once more.'),
    );
  }

  #lost(followed: Followed): void {
    followed.looking = false;
    if (!this.#isFollowed(followed)) return;
    this.#remove(followed);
    const { runtime, onGivenUp } = this.#options;
    runtime.log.warn({ taskId: followed.id }, 'Kling no longer knows the task; it is looked at no more.');
    onGivenUp(
      followed.id,
      problem('NOT_FOUND', 'Kling no longer knows this task; it may have been removed.'),
    );
  }
}

function problem(kind: Problem['kind'], message: string): ProblemError {
  return new ProblemError(makeProblem(kind, message));
}

function markOf({ status, updatedAt }: Task): string {
  return `${status} ${updatedAt}`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
