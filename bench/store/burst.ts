// Sends bursts of changes into the embedded ledger and says on one line of JSON what each took. Arguments: how many.
import { setImmediate as turn } from 'node:timers/promises';

import { openDatabase } from '@kling-elements/gateway/tasks/sqlite-database';
import { openSqliteLedger } from '@kling-elements/gateway/tasks/sqlite-ledger';
import { parseJson, readTask } from '@kling-elements/validation';

import { freshFolder } from '../../test/system/process.ts';
import { idsOf, someTasks } from '../harness/upstream.ts';
import { taskText } from '../upstream/task-text.ts';
import type { Burst, Bursts } from './bursts.ts';

const ids = idsOf(someTasks(Number(process.argv[2])));

function newsOf(status: string) {
  return ids.map((id) => {
    const task = readTask(parseJson(taskText(id, status)));
    if (task === undefined) throw new Error('This is no task.');
    return { task, confirmed: true };
  });
}

/** The settings of durability, as the gateway's own opening of its file leaves them. */
async function durability(): Promise<Bursts['durability']> {
  const { database } = await openDatabase(freshFolder());
  const read = (name: string) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  const settings = { journal: String(read('journal_mode')), synchronous: Number(read('synchronous')) };
  database.close();
  return settings;
}

const ledger = await openSqliteLedger(freshFolder());

/** The longest time between two turns of the event loop, until the signal. */
async function longestTurn(from: number, signal: AbortSignal): Promise<number> {
  let longest = 0;
  for (let last = from; !signal.aborted;) {
    await turn();
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }
  return longest;
}

/** All changes are handed over in one turn of the event loop, as if they came at once. */
async function burst(status: string): Promise<Burst> {
  const news = newsOf(status);
  await turn();
  const cpu = process.cpuUsage();
  const began = performance.now();
  const writing = Promise.all(news.map((one) => ledger.record(one, 1)));
  const handedOver = performance.now();
  const ended = writing.then(() => performance.now());
  const turns = new AbortController();
  const longest = longestTurn(handedOver, turns.signal);
  const ms = (await ended) - began;
  turns.abort();
  const { user, system } = process.cpuUsage(cpu);
  const stallMs = await longest;
  return { ms, handingOverMs: handedOver - began, stallMs, cpuMs: (user + system) / 1000 };
}

const bursts: Bursts = {
  durability: await durability(),
  submitted: await burst('submitted'),
  processing: await burst('processing'),
  succeed: await burst('succeed'),
};
const last = await ledger.find(ids.at(-1) ?? '');
await ledger.close();
if (last?.version !== 3) throw new Error('Not every change was written.');
process.stdout.write(`${JSON.stringify(bursts)}\n`);
