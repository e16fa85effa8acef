import { readFileSync } from 'node:fs';

import { afterAll, expect, test } from '@jest/globals';
import { defaultCredentials, startSandbox } from '@kling-elements/sandbox';
import { limits } from '@kling-elements/validation';

import { pngOfSize } from '../../harness/media/index.ts';
import { graphqlClient } from '../../harness/graphql/client.ts';
import { CreateElementDocument } from '../../harness/graphql/generated/graphql.ts';
import { buildGateway, launchGateway } from '../../harness/gateway/bundle.ts';
import { killAll } from '../../harness/process.ts';
import { freePort } from '../../harness/free-port.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';

afterAll(killAll);

/** The most memory that a process has used so far, in MB (10^6 bytes), as the kernel counts it. */
function peakMemory(pid: number | undefined): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return (Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024) / 1e6;
}

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux(
  'creates from four images of 10 MB, one after the other, never take three times their size in memory',
  async () => {
    buildGateway();
    const sandbox = await startSandbox();
    const port = await freePort();
    const endpoint = `http://127.0.0.1:${port}/graphql`;
    const gateway = launchGateway({
      PORT: String(port),
      DATA_DIR: temporaryFolder(),
      KLING_API_KEY: defaultCredentials.apiKey,
      KLING_BASE_URL: sandbox.url,
    });
    await gateway.printed(endpoint);
    const client = graphqlClient(endpoint);
    const create = (bytes: number) => {
      const image = () => ({ file: new File([pngOfSize(bytes)], 'image.png') });
      return client.upload(CreateElementDocument, {
        input: {
          name: 'Maja',
          description: 'A girl',
          reference: { images: { frontal: image(), others: [image(), image(), image()] } },
        },
      });
    };
    // A small one first: what is loaded on first use does not count as the upload's memory.
    await create(20_000);
    const before = peakMemory(gateway.process.pid);
    for (let round = 0; round < 10; round += 1) {
      const { data } = await create(limits.image.maxBytes);
      expect(data?.createElement.__typename).toBe('CreateElementSuccess');
    }
    const images = (4 * limits.image.maxBytes) / 1e6;
    expect(peakMemory(gateway.process.pid) - before).toBeLessThan(3 * images);
    expect(await gateway.stop()).toBe(0);
    await sandbox.close();
  },
  180_000,
);
