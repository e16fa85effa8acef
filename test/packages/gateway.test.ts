import { join } from 'node:path';

import { afterAll, expect, test } from '@jest/globals';

import { freePort } from '../../harness/free-port.ts';
import { killAll, launch } from '../../harness/process.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';
import { installTarballs, pack } from './pack.ts';

afterAll(killAll);

test('the gateway, installed with npm into an empty folder, starts with the sandbox in it and is ready', async () => {
  const folder = temporaryFolder();
  installTarballs(folder, [pack('gateway', folder)]);
  const port = await freePort();
  const sandboxPort = await freePort();
  const gateway = launch([join(folder, 'node_modules/.bin/kling-elements-gateway')], {
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
  });
  await gateway.printed(`http://127.0.0.1:${sandboxPort}`);
  const ready = await fetch(`http://127.0.0.1:${port}/health/ready`);
  expect(ready.status).toBe(200);
  expect(await gateway.stop()).toBe(0);
}, 300_000);
