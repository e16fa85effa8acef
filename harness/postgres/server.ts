import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

import pg from 'pg';

import { freePort } from '../free-port.ts';

const run = promisify(execFile);

/** A PostgreSQL server in a folder of its own, which a test may stop and start. */
export interface PostgresServer extends AsyncDisposable {
  readonly port: number;
  /** Creates an empty database. @returns its URL */
  createDatabase(): Promise<string>;
  start(): Promise<void>;
  /** `immediate`: as in a crash. */
  stop(how?: 'fast' | 'immediate'): Promise<void>;
  query(url: string, sql: string): Promise<Record<string, unknown>[]>;
}

/**
 * Starts the machine's own PostgreSQL: Debian's package `postgresql`, or the programs in the folder PG_BIN.
 *
 * @param durable whether it waits for the disk, as in production. Otherwise it recovers faster: on a busy machine, the
 * disk can take half a minute
 */
export async function startPostgres({ durable }: { readonly durable: boolean }): Promise<PostgresServer> {
  const bin = await programs();
  const folder = await mkdtemp('/tmp/kling-postgres-');
  const user = await unprivileged();
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const as = { ...user, cwd: folder };
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'kling', '-A', 'trust', '--no-sync', '-E', 'UTF8'], as);
  const port = await freePort();
  const settings = [
    `port = ${port}`,
    `listen_addresses = '127.0.0.1'`,
    `unix_socket_directories = ''`,
    `max_connections = 100`,
    `fsync = ${durable ? 'on' : 'off'}`,
  ];
  await writeFile(join(data, 'postgresql.auto.conf'), `${settings.join('\n')}\n`);
  if (user !== undefined) await chown(join(data, 'postgresql.auto.conf'), user.uid, user.gid);

  const urlOf = (database: string) => `postgres://kling@127.0.0.1:${port}/${database}`;
  let server: ReturnType<typeof spawn> | undefined;
  let created = 0;

  const query = async (url: string, sql: string) => {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  const start = async () => {
    server = spawn(join(bin, 'postgres'), ['-D', data], { ...as, stdio: 'ignore' });
    for (;;) {
      if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}.`);
      try {
        await query(urlOf('postgres'), 'SELECT 1');
        return;
      } catch {
        // It is still starting, or recovering.
        await pause(50);
      }
    }
  };

  const stop = async (how: 'fast' | 'immediate' = 'fast') => {
    if (server?.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await ended;
    server = undefined;
  };

  await start();
  return {
    port,
    start,
    stop,
    query,
    createDatabase: async () => {
      created += 1;
      const name = `kling_${created}`;
      await query(urlOf('postgres'), `CREATE DATABASE ${name}`);
      return urlOf(name);
    },
    [Symbol.asyncDispose]: async () => {
      await stop('immediate');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The programs of the newest installed version. */
async function programs(): Promise<string> {
  if (process.env.PG_BIN !== undefined) return process.env.PG_BIN;
  const versions = await readdir('/usr/lib/postgresql').catch(() => []);
  const newest = versions.sort((one, other) => Number(other) - Number(one))[0];
  if (newest === undefined) {
    throw new Error(
      'PostgreSQL is not installed. Install the package postgresql, or set PG_BIN to the folder of its programs.',
    );
  }
  return `/usr/lib/postgresql/${newest}/bin`;
}

/** PostgreSQL refuses to run as root. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = async (flag: string, name: string) => Number((await run('id', [flag, name])).stdout);
  const name = await idOf('-u', 'postgres').then(
    () => 'postgres',
    () => 'nobody',
  );
  return { uid: await idOf('-u', name), gid: await idOf('-g', name) };
}
