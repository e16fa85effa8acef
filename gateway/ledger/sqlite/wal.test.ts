import {
  fstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { openSqliteLedger } from './ledger.ts';
import { sampleTask } from '../../testing/samples.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wal-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A drive writes sectors atomically, in any order until it is flushed. */
const sector = 512;
/** The length of the header of SQLite's log, which changes with each restart of the log. */
const logHeader = 32;

/** Pseudo-random numbers, the same for the same seed. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A possible state of a file after a power failure: each sector either as last flushed or as it is now. */
function afterPowerFailure(flushed: Buffer, now: Buffer, random: () => number): Buffer {
  const found = Buffer.alloc(Math.max(flushed.length, now.length));
  found.set(flushed);
  const offsets = Array.from({ length: Math.ceil(found.length / sector) }, (_, index) => index * sector);
  const changed = offsets.filter((at) => !sectorAt(now, at).equals(sectorAt(found, at)));
  const from = random() * changed.length;
  const ways = [() => false, () => true, () => random() < 0.5, (index: number) => index >= from];
  const isWritten = ways[Math.floor(random() * ways.length)] ?? (() => true);
  for (const [index, at] of changed.entries()) if (isWritten(index)) found.set(sectorAt(now, at), at);
  return found;
}

function sectorAt(content: Buffer, at: number): Buffer {
  return content.subarray(at, at + sector);
}

test.each([1, 2])(
  'acknowledged writes survive a power failure at any moment (seed %i)',
  async (seed) => {
    const random = seededRandom(seed);
    const live = join(folder, 'live');
    const flushed = new Map<string, Buffer>();
    const acknowledged = new Map<string, number>();
    const cuts: { readonly files: Map<string, Buffer>; readonly acknowledged: Map<string, number> }[] = [];

    const files = () => readdirSync(live).map((name) => [name, readFileSync(join(live, name))] as const);
    const cut = () => {
      const found = files().map(
        ([name, now]) =>
          [name, afterPowerFailure(flushed.get(name) ?? Buffer.alloc(0), now, random)] as const,
      );
      cuts.push({ files: new Map(found), acknowledged: new Map(acknowledged) });
    };
    const flushFile = async (file: number) => {
      const { ino } = fstatSync(file);
      const name = readdirSync(live).find((one) => statSync(join(live, one)).ino === ino) ?? '';
      const now = readFileSync(join(live, name));
      // The dangerous moment: the restarted log overwrites its old frames.
      const isRestarted = !now
        .subarray(0, logHeader)
        .equals((flushed.get(name) ?? now).subarray(0, logHeader));
      for (let times = isRestarted ? 4 : Number(random() < 0.05); times > 0; times -= 1) cut();
      await turn();
      flushed.set(name, now);
      if (random() < 0.05) cut();
    };

    const ledger = await openSqliteLedger(live, flushFile);
    for (const [name, now] of files()) flushed.set(name, now);
    // Enough for several checkpoints, with rows that are written repeatedly.
    for (let round = 1; round <= 60; round += 1) {
      const writes = Array.from({ length: 60 }, async () => {
        const id = String(1000 + Math.floor(random() * 500));
        const task = sampleTask({
          id,
          updatedAt: round,
          statusMessage: 'x'.repeat(Math.floor(random() * 3000)),
        });
        await ledger.record({ task, confirmed: true }, 1);
        acknowledged.set(id, Math.max(round, acknowledged.get(id) ?? 0));
      });
      await Promise.all(writes);
      if (random() < 0.1) cut();
    }
    cut();
    await ledger.close();

    expect(cuts.length).toBeGreaterThan(10);
    for (const [index, { files: found, acknowledged: promised }] of cuts.entries()) {
      const dataDir = join(folder, `cut-${index}`);
      mkdirSync(dataDir);
      for (const [name, content] of found) writeFileSync(join(dataDir, name), content);
      const survivor = await openSqliteLedger(dataDir);
      for (const [id, updatedAt] of promised) {
        expect((await survivor.find(id))?.task.updatedAt).toBeGreaterThanOrEqual(updatedAt);
      }
      await survivor.close();
    }
  },
  60_000,
);

test('the write-ahead log restarts regularly, after all of it was copied to the database and flushed', async () => {
  const flushes: string[] = [];
  const main = () => statSync(join(folder, 'ledger.sqlite'));
  let longestLog = 0;
  const ledger = await openSqliteLedger(folder, (file) => {
    const { ino, size } = fstatSync(file);
    const isMain = ino === main().ino;
    if (!isMain) longestLog = Math.max(longestLog, size);
    flushes.push(isMain ? 'main' : 'log');
    return Promise.resolve();
  });
  for (let round = 0; round < 300; round += 1) {
    const ids = Array.from({ length: 20 }, (_, index) => `${round} ${index}`);
    await Promise.all(ids.map((id) => ledger.record({ task: sampleTask({ id }), confirmed: true }, 1)));
  }
  expect(flushes.filter((name) => name === 'main').length).toBeGreaterThan(2);
  expect(flushes.join(' ')).not.toContain('main main');
  expect(main().size).toBeGreaterThan(1_000_000);
  expect(longestLog).toBeLessThan(12_000_000);
  await ledger.close();
});
