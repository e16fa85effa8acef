import { type KlingPage, limits, type TaskList } from '@kling-elements/validation';

import type { Timers } from '../runtime/runtime.ts';
import type { KlingClient } from './client.ts';

/** Presets hardly ever change. */
const presetsKeptMs = 3_600_000;
/** A person is waiting; what takes longer is not known. */
const longestMs = 5000;

export interface VoiceLookupOptions {
  readonly client: Pick<KlingClient, 'voices' | 'presetVoices'>;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly timers: Timers;
}

/**
 * Looks up voices in Kling's lists, as it has no call for a single one: among the presets, which are remembered for an
 * hour, then among the account's own.
 *
 * @returns whether a voice with an ID is listed; undefined if the lists can't be read in time
 */
export function createVoiceLookup({
  client,
  now,
  timers,
}: VoiceLookupOptions): (id: string) => Promise<boolean | undefined> {
  let presets: { readonly ids: Promise<ReadonlySet<string>>; readonly readAt: number } | undefined;
  let own: Promise<ReadonlySet<string>> | undefined;

  function presetIds(): Promise<ReadonlySet<string>> {
    if (presets !== undefined && now() - presets.readAt < presetsKeptMs) return presets.ids;
    const ids = voiceIds((page) => client.presetVoices(page));
    presets = { ids, readAt: now() };
    ids.catch(() => (presets = undefined));
    return ids;
  }

  /** Simultaneous look-ups share one reading. */
  function ownIds(): Promise<ReadonlySet<string>> {
    own ??= voiceIds((page) => client.voices(page)).finally(() => (own = undefined));
    return own;
  }

  async function find(id: string): Promise<boolean | undefined> {
    try {
      return (await presetIds()).has(id) || (await ownIds()).has(id);
    } catch {
      // The client has logged why.
      return undefined;
    }
  }

  return async (id) => {
    let cancel: (() => void) | undefined;
    const late = new Promise<undefined>((resolve) => {
      cancel = timers.after(longestMs, () => {
        resolve(undefined);
      });
    });
    return await Promise.race([find(id), late]).finally(() => cancel?.());
  };
}

async function voiceIds(read: (page: KlingPage) => Promise<TaskList>): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const pageSize = limits.page.maxVoicesSize;
  for (let pageNum = 1; pageNum <= limits.page.maxNumber; pageNum += 1) {
    const { tasks, length } = await read({ pageNum, pageSize });
    for (const { voices } of tasks) {
      for (const { id, deleted } of voices) if (!deleted) ids.add(id);
    }
    if (length < pageSize) break;
  }
  return ids;
}
