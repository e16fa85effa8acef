import { LRUCache } from 'lru-cache';

import type { Creation } from '../ledger.ts';

/** About 0.5 KB each. */
const most = 10_000;

/** The creates that were written or asked for last, so that a callback's token leads to its create without a reading. */
export class CreationCache {
  readonly #creations = new LRUCache<string, Creation>({ max: most });
  readonly #externalIds = new LRUCache<string, string>({ max: most });

  get(tokenHash: string): Creation | undefined {
    const externalId = this.#externalIds.get(tokenHash);
    return externalId === undefined ? undefined : this.#creations.get(externalId);
  }

  /** A create as it is now. @param tokenHash null where no token is known */
  set(creation: Creation, tokenHash: string | null): void {
    this.#creations.set(creation.externalId, creation);
    if (tokenHash !== null) this.#externalIds.set(tokenHash, creation.externalId);
  }

  made(externalId: string, taskId: string): void {
    const creation = this.#creations.get(externalId);
    if (creation !== undefined) this.#creations.set(externalId, { ...creation, taskId });
  }

  forget(externalId: string): void {
    this.#creations.delete(externalId);
  }

  /** What was set may never have happened. */
  clear(): void {
    this.#creations.clear();
    this.#externalIds.clear();
  }
}
