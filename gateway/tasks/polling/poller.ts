// What state a polled task is in, and what moves it on:
//
//   waiting ─────▶ dueInPage    its time has come
//   dueInPage ───▶ fetching     by pages of the list, or alone while few are due
//   fetching ────▶ hinted       something happened at Kling meanwhile: the answer may be out of date
//   fetching, hinted ─▶ dueAlone    no page had it
//   dueAlone ────▶ fetching     by a call of its own
//   fetching, hinted ─▶ waiting     fetched, or failed; fetched after a hint: for the shortest interval only
//   dueInPage, dueAlone ─▶ waiting  a page had it before its turn came
//   any ─────────▶ removed      complete, abandoned, not wanted any more, or the poller is closed; never left again
import type { ProblemError, Task } from '@kling-elements/validation';

import type { KlingClient } from '../../kling/client.ts';
import { NotSentError } from '../../kling/not-sent-error.ts';
import { isComplete, type TaskRow } from '../../ledger/task-row.ts';
import { backoffDelay } from '../../runtime/backoff.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { TaskEvents } from '../task-events.ts';
import { deadlinePassed, taskRemoved } from '../task-problems.ts';
import type { TaskRecorder } from '../task-recorder.ts';
import { scanList } from './list-scan.ts';
import { OutageLog } from './outage-log.ts';
import { PageRecorder } from './page-recorder.ts';
import { nextPollAt, pollBackoff, type PollBounds, pollIntervalAt } from './poll-interval.ts';
import { type PolledTask, PollQueue } from './poll-queue.ts';
import { RateLimiter } from './rate-limiter.ts';
import type { TaskFetcher } from './task-fetcher.ts';
import { WakeTimer } from './wake-timer.ts';

/** From this many due tasks on, the list is read instead of each task. */
const worthAPage = 3;
/** Calls for single tasks at the same time. */
const maxSingleCalls = 4;

export interface PollerSettings extends PollBounds {
  /** Milliseconds after which a task without a final status is no longer polled. */
  readonly taskDeadlineMs: number;
}

export interface PollerOptions {
  readonly client: Pick<KlingClient, 'tasks'>;
  readonly events: TaskEvents;
  readonly recorder: TaskRecorder;
  readonly fetcher: TaskFetcher;
  readonly settings: PollerSettings;
  readonly runtime: Runtime;
}

/**
 * Polls tasks: one poll serves all subscribers. A tracked task is polled until it is complete or too old, any other
 * only while it has subscribers.
 */
export class Poller {
  readonly #options: PollerOptions;
  readonly #queue = new PollQueue();
  readonly #pages: PageRecorder;
  readonly #limiter: RateLimiter;
  readonly #outage: OutageLog;
  readonly #timer: WakeTimer;
  #singleCalls = 0;
  #isScanning = false;
  #isClosed = false;

  constructor(options: PollerOptions) {
    const { events, recorder, runtime } = options;
    this.#options = options;
    this.#pages = new PageRecorder(recorder);
    this.#limiter = new RateLimiter(runtime.now);
    this.#outage = new OutageLog(runtime.log);
    this.#timer = new WakeTimer(runtime, () => {
      this.#pollDue();
    });
    events.on('changed', ({ row }) => {
      if (isComplete(row)) this.stop(row.task.id);
    });
  }

  /** Whether the task is polled, so that its row is about as Kling has it. */
  polls(taskId: string): boolean {
    return this.#queue.get(taskId) !== undefined;
  }

  /** Polls a task until it is complete. @param soon now, not after the first interval */
  track(row: TaskRow, { soon }: { readonly soon: boolean }): void {
    if (this.#isClosed || isComplete(row)) return;
    const { settings } = this.#options;
    const task = this.#queue.get(row.task.id) ?? this.#add(row, row.recordedAt + settings.taskDeadlineMs);
    task.tracked = true;
    if (soon) this.#pollBy(task, this.#now());
    else this.#pollAfterInterval(task);
  }

  /** Someone subscribed to a task that is not complete; to be paired with {@link removeSubscriber}. */
  addSubscriber(row: TaskRow): void {
    if (this.#isClosed) return;
    const { settings } = this.#options;
    const task = this.#queue.get(row.task.id) ?? this.#add(row, this.#now() + settings.taskDeadlineMs);
    task.subscribers += 1;
    this.#pollAfterInterval(task);
  }

  removeSubscriber(taskId: string): void {
    const task = this.#queue.get(taskId);
    if (task === undefined || task.subscribers === 0) return;
    task.subscribers -= 1;
    if (task.subscribers === 0 && !task.tracked) this.#queue.move(task, 'removed');
  }

  /** Something happened to the task at Kling: polls it now, but not more often than by the shortest interval. */
  hint(taskId: string): void {
    const task = this.#queue.get(taskId);
    if (task?.state === 'fetching') this.#queue.move(task, 'hinted');
    else if (task?.state === 'waiting') this.#pollBy(task, this.#soonest(task));
  }

  /** Does not poll the task any more. */
  stop(taskId: string): void {
    const task = this.#queue.get(taskId);
    if (task !== undefined) this.#queue.move(task, 'removed');
  }

  close(): void {
    this.#isClosed = true;
    this.#timer.close();
    this.#queue.clear();
  }

  #now(): number {
    return this.#options.runtime.now();
  }

  #add(row: TaskRow, deadline: number): PolledTask {
    const { id, createdAt } = row.task;
    const task = {
      id,
      state: 'waiting' as const,
      tracked: false,
      subscribers: 0,
      since: row.createdHere || createdAt === 0 ? row.recordedAt : Math.min(createdAt, row.recordedAt),
      deadline,
      lastPollAt: 0,
      failures: 0,
      lastListed: undefined,
    };
    this.#queue.add(task);
    return task;
  }

  #soonest({ lastPollAt }: PolledTask): number {
    return Math.max(this.#now(), lastPollAt + this.#options.settings.pollMinMs);
  }

  #afterInterval({ since, subscribers }: PolledTask): number {
    const { settings } = this.#options;
    const now = this.#now();
    return nextPollAt(now, pollIntervalAt(now - since, subscribers > 0, settings), settings);
  }

  #pollAfterInterval(task: PolledTask): void {
    if (task.state === 'waiting') this.#pollBy(task, this.#afterInterval(task));
  }

  /** At a time, or when the task is due anyway if that is sooner. */
  #pollBy(task: PolledTask, at: number): void {
    if (task.state === 'waiting' && (this.#queue.dueAt(task) ?? Infinity) > at) this.#wait(task, at);
  }

  #wait(task: PolledTask, at: number): void {
    this.#queue.wait(task, at);
    this.#timer.wakeBy(at);
  }

  /** Makes the calls that are due and allowed now, and wakes up for the rest; the end of each call does so again. */
  #pollDue(): void {
    if (this.#isClosed) return;
    const now = this.#now();
    for (const task of this.#queue.takeDue(now)) if (now >= task.deadline) this.#abandonLate(task);
    for (let call = this.#nextCall(); call !== undefined; call = this.#nextCall()) {
      const wait = this.#limiter.wait(this.#queue.size);
      if (wait > 0) {
        this.#timer.wakeBy(this.#now() + wait);
        break;
      }
      void call();
    }
    const next = this.#queue.nextDueAt();
    if (next !== undefined) this.#timer.wakeBy(next);
  }

  /** The next call, unless there is none or it has to wait for the end of another. */
  #nextCall(): (() => Promise<void>) | undefined {
    const { dueInPage, dueAlone } = this.#queue;
    const isPageWorth = dueInPage.size >= worthAPage;
    // What no page had goes first: a page is worth its call again and again, so its turn would never come.
    const [next] = dueAlone.size > 0 || isPageWorth ? dueAlone : dueInPage;
    if (next !== undefined && this.#singleCalls < maxSingleCalls) return () => this.#fetchAlone(next);
    return isPageWorth && !this.#isScanning ? () => this.#fetchInPages([...dueInPage]) : undefined;
  }

  async #fetchAlone(task: PolledTask): Promise<void> {
    this.#queue.move(task, 'fetching');
    this.#singleCalls += 1;
    this.#limiter.spend();
    try {
      const row = await this.#options.fetcher.fetch(task.id);
      this.#outage.succeeded();
      if (row === undefined) this.#abandonRemoved(task);
      else this.#fetched(task);
    } catch (error) {
      this.#failed([task], error);
    } finally {
      this.#singleCalls -= 1;
      this.#pollDue();
    }
  }

  async #fetchInPages(tasks: readonly PolledTask[]): Promise<void> {
    for (const task of tasks) this.#queue.move(task, 'fetching');
    this.#isScanning = true;
    this.#limiter.spend();
    const missing = new Set(tasks.map(({ id }) => id));
    try {
      let pages = 0;
      for await (const page of scanList(this.#options.client, missing, this.#queue.size)) {
        if (this.#isClosed) return;
        pages += 1;
        if (pages > 1) this.#limiter.spend();
        await this.#recordPage(page);
      }
      this.#outage.succeeded();
      for (const task of tasks) if (isFetching(task)) this.#queue.move(task, 'dueAlone');
    } catch (error) {
      this.#failed(tasks, error);
    } finally {
      this.#isScanning = false;
      this.#pollDue();
    }
  }

  /** Every polled task on the page has been fetched, whether it was due or not. */
  async #recordPage(page: readonly Task[]): Promise<void> {
    for (const task of await this.#pages.record(page, this.#queue)) this.#fetched(task);
  }

  #fetched(task: PolledTask): void {
    task.failures = 0;
    task.lastPollAt = this.#now();
    if (task.state === 'removed') return;
    this.#wait(task, task.state === 'hinted' ? this.#soonest(task) : this.#afterInterval(task));
  }

  #failed(tasks: readonly PolledTask[], error: unknown): void {
    if (this.#isClosed) return;
    this.#outage.failed(error);
    const { settings, runtime } = this.#options;
    // One draw for all, so that they stay together.
    const random = runtime.random();
    for (const task of tasks) {
      // A page may have had it meanwhile.
      if (!isFetching(task)) continue;
      task.failures += 1;
      const delay = backoffDelay(pollBackoff(settings), task.failures, random);
      // If Kling was not asked at all, it may be asked again at a time that is the same for all.
      const at = error instanceof NotSentError ? error.retryAt : nextPollAt(this.#now(), delay, settings);
      this.#wait(task, at);
    }
  }

  #abandonLate(task: PolledTask): void {
    const { settings, runtime } = this.#options;
    runtime.log.warn(
      { taskId: task.id, deadlineMs: settings.taskDeadlineMs },
      'The task had no final status at its deadline. It is polled again when somebody queries it.',
    );
    this.#abandon(task, deadlinePassed());
  }

  #abandonRemoved(task: PolledTask): void {
    if (task.state === 'removed') return;
    this.#options.runtime.log.warn(
      { taskId: task.id },
      'Kling no longer has the task. It is not polled any more.',
    );
    this.#abandon(task, taskRemoved());
  }

  #abandon(task: PolledTask, reason: ProblemError): void {
    this.#queue.move(task, 'removed');
    this.#options.events.emit('abandoned', task.id, reason);
  }
}

function isFetching({ state }: PolledTask): boolean {
  return state === 'fetching' || state === 'hinted';
}
