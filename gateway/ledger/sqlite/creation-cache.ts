import { LRUCache } from 'lru-cache';

import type { Creation } from '../ledger.ts';

/** About 0.5 KB each. */
const maxCreations = 10_000;

/** The most recently used creates, so that finding a create by its callback token takes no query. */
export class CreationCache {
  readonly #creations = new LRUCache<string, Creation>({ max: maxCreations });
  readonly #externalIds = new LRUCache<string, string>({ max: maxCreations });

  get(tokenHash: string): Creation | undefined {
    const externalId = this.#externalIds.get(tokenHash);
    return externalId === undefined ? undefined : this.#creations.get(externalId);
  }

  /** Stores the current state of a create. @param tokenHash null if no token is known */
  set(creation: Creation, tokenHash: string | null): void {
    this.#creations.set(creation.externalId, creation);
    if (tokenHash !== null) this.#externalIds.set(tokenHash, creation.externalId);
  }

  setTaskId(externalId: string, taskId: string): void {
    const creation = this.#creations.get(externalId);
    if (creation !== undefined) this.#creations.set(externalId, { ...creation, taskId });
  }

  delete(externalId: string): void {
    this.#creations.delete(externalId);
  }

  /** After a rollback: what was set may never have been written. */
  clear(): void {
    this.#creations.clear();
    this.#externalIds.clear();
  }
}
