import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { pollUntil } from '../poll-until.ts';
import { startPostgres } from '../postgres/server.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** Where a gateway keeps its ledger. */
export interface Store {
  readonly name: string;
  /** Opens an empty one. */
  open(): Promise<OpenStore>;
}

/** Its disposal deletes it. */
export interface OpenStore extends AsyncDisposable {
  /** The settings with which a gateway uses it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Reads the ledger, even while a gateway uses it. */
  query(sql: string): Promise<Record<string, unknown>[]>;
}

const embedded: Store = {
  name: 'embedded',
  open: () => {
    const folder = temporaryFolder();
    return Promise.resolve({
      environment: { DATA_DIR: folder },
      query: (sql) => queryCopy(folder, sql),
      [Symbol.asyncDispose]: () => {
        rmSync(folder, { recursive: true });
        return Promise.resolve();
      },
    });
  },
};

/** The gateway locks its files, so a copy is read. One made in the middle of a write may be damaged. */
async function queryCopy(folder: string, sql: string): Promise<Record<string, unknown>[]> {
  let reason = '';
  return await pollUntil(
    () => {
      const copy = temporaryFolder();
      try {
        for (const name of ['ledger.sqlite', 'ledger.sqlite-wal']) {
          if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(copy, name));
        }
        using database = new DatabaseSync(join(copy, 'ledger.sqlite'));
        return Promise.resolve(database.prepare(sql).all());
      } catch (error) {
        reason = String(error);
        return Promise.resolve(undefined);
      } finally {
        rmSync(copy, { recursive: true });
      }
    },
    () => reason,
  );
}

const postgres: Store = {
  name: 'PostgreSQL',
  open: async () => {
    const server = await startPostgres({ durable: true });
    const url = await server.createDatabase();
    return {
      environment: { DATABASE_URL: url },
      query: (sql) => server.query(url, sql),
      [Symbol.asyncDispose]: () => Promise.resolve(server[Symbol.asyncDispose]()),
    };
  },
};

/** Every store on which the whole system is tested. */
export const stores: readonly Store[] = [embedded, postgres];
