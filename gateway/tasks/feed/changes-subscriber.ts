// LIVE: gets changes as they are published.
// BEHIND: reads them from the history, a page whenever its reader has taken the last one. A subscriber begins so if it
// continues after an earlier change, and falls back if too many changes are waiting for its reader.
//
//     LIVE --too many are waiting--> BEHIND --a page is empty, and nothing was published meanwhile--> LIVE
import type { TaskStatus } from '@kling-elements/validation';

import type { Change } from '../../ledger/change.ts';
import { ChangesInOrder } from './buffers.ts';
import type { ChangeHistory } from './change-history.ts';
import { type Counters, SubscriberChannel } from './subscriber-channel.ts';

/** The most changes that wait for a reader. */
const maxWaiting = 100;

export interface ChangesSubscriberOptions {
  /** Undefined: all. */
  readonly statuses: readonly TaskStatus[] | undefined;
  /** The sequence number after which to continue; undefined: from now on. */
  readonly after: number | undefined;
  readonly history: ChangeHistory;
  readonly counters: Counters;
  readonly onEnd: (subscriber: ChangesSubscriber) => void;
}

/** Gets every change, however slow its reader is, and buffers few. */
export class ChangesSubscriber extends SubscriberChannel<Change, Change> {
  readonly #options: ChangesSubscriberOptions;
  #state: 'LIVE' | 'BEHIND';
  /** The sequence number up to which all changes have been added. */
  #position: number;
  #newestPublished = 0;
  #isReading = false;

  constructor(options: ChangesSubscriberOptions) {
    super(new ChangesInOrder(), options.counters);
    this.#options = options;
    this.#state = options.after === undefined ? 'LIVE' : 'BEHIND';
    this.#position = options.after ?? 0;
  }

  publish(change: Change): void {
    this.#newestPublished = change.sequence;
    if (this.#state === 'LIVE' && this.waiting >= maxWaiting) this.#state = 'BEHIND';
    if (this.#state === 'LIVE') this.#add(change);
  }

  protected open(): undefined {
    return undefined;
  }

  protected read(change: Change): Change {
    return change;
  }

  protected override drained(): void {
    if (this.#state === 'LIVE' || this.#isReading || this.hasEnded()) return;
    this.#catchUp().catch((error: unknown) => {
      this.end(error);
    });
  }

  protected release(): void {
    this.#options.onEnd(this);
  }

  /** Until it is live again, or changes are waiting for the reader. */
  async #catchUp(): Promise<void> {
    this.#isReading = true;
    try {
      while (this.#state === 'BEHIND' && this.waiting === 0 && !this.hasEnded()) {
        const changes = await this.#options.history.after(this.#position);
        for (const change of changes) this.#add(change);
        if (changes.length === 0 && this.#newestPublished <= this.#position) this.#state = 'LIVE';
      }
    } finally {
      this.#isReading = false;
    }
  }

  #add(change: Change): void {
    // With several gateways, the log may be read further than its changes have been published here.
    if (change.sequence <= this.#position) return;
    this.#position = change.sequence;
    const { statuses } = this.#options;
    const { row } = change;
    // The first version of a task that was not created here means that it was found, not that it changed.
    if (!row.createdHere && row.version === 1) return;
    if (statuses === undefined || statuses.includes(row.task.status)) this.push(change);
  }
}
