import { spawnSync } from 'node:child_process';

import { freePort } from './free-port.ts';
import { launch, type RunningProcess } from './process.ts';

/** Whether this machine has Redis. */
export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

export interface Redis {
  readonly port: number;
  readonly process: RunningProcess;
}

/** A Redis for one test, which stores nothing. */
export async function startRedis(): Promise<Redis> {
  const port = await freePort();
  const settings = { port: String(port), bind: '127.0.0.1', save: '', appendonly: 'no' };
  const words = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const process = launch(['redis-server', ...words], {});
  await process.printed('Ready to accept connections');
  return { port, process };
}
