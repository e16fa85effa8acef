import { rmSync } from 'node:fs';

import { temporaryFolder } from '../temporary-folder.ts';
import { startPostgres } from '../postgres/server.ts';

/** Where a gateway keeps its ledger. */
export interface Store {
  readonly name: string;
  /** An empty one. */
  open(): Promise<OpenStore>;
}

export interface OpenStore {
  /** What a gateway has to be told to use it. */
  readonly environment: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

const embedded: Store = {
  name: 'embedded',
  open: () => {
    const folder = temporaryFolder();
    return Promise.resolve({
      environment: { DATA_DIR: folder },
      remove: () => {
        rmSync(folder, { recursive: true });
        return Promise.resolve();
      },
    });
  },
};

const postgres: Store = {
  name: 'PostgreSQL',
  open: async () => {
    const server = await startPostgres({ durable: true });
    return {
      environment: { DATABASE_URL: await server.createDatabase() },
      remove: () => Promise.resolve(server[Symbol.asyncDispose]()),
    };
  },
};

/** Every store that the whole system is proved on. */
export const stores: readonly Store[] = [embedded, postgres];
