import { describe, expect, test } from '@jest/globals';

import { optionsSchema } from './options.ts';
import { readSettings } from './settings.ts';

describe("the command's settings", () => {
  test('without settings the command uses its defaults', () => {
    expect(optionsSchema.parse(readSettings({ PATH: '/bin', SANDBOX_TASK_MS: '' }))).toMatchObject({
      port: 4010,
      host: '127.0.0.1',
      taskMs: 3000,
      faults: [],
      apiKeys: undefined,
    });
  });

  test('settings become options', () => {
    const secret = `whsec_${Buffer.from('a secret').toString('base64')}`;
    const settings = readSettings({
      SANDBOX_PORT: '0',
      SANDBOX_TASK_MS: '90',
      SANDBOX_API_KEYS: 'first-key second-key',
      SANDBOX_WEBHOOK_SECRET: secret,
      SANDBOX_CALLBACK_SHAPE: 'new',
      SANDBOX_REMOTE_CALLBACKS: '1',
      SANDBOX_SEED: '7',
      SANDBOX_ELEMENTS: '137',
      SANDBOX_CONCURRENCY: '5',
      SANDBOX_CHECK_MEDIA: '0',
      SANDBOX_FAULTS: '[{"kind":"html","probability":0.1}]',
    });
    expect(optionsSchema.parse(settings)).toMatchObject({
      port: 0,
      taskMs: 90,
      apiKeys: ['first-key', 'second-key'],
      webhookSecret: secret,
      callbackShape: 'new',
      remoteCallbacks: true,
      seed: 7,
      ownElements: 137,
      concurrency: 5,
      checkMedia: false,
      faults: [{ kind: 'html', status: 502, probability: 0.1 }],
    });
  });

  test('bad settings are reported all at once, one line each', () => {
    const read = () =>
      readSettings({
        SANDBOX_PORT: '70000',
        SANDBOX_TASK_MS: 'soon',
        SANDBOX_WEBHOOK_SECRET: 'whsec_!',
        SANDBOX_FAULTS: 'often',
        SANDBOX_CHECK_MEDIA: 'no',
      });
    expect(read).toThrow(
      [
        /^SANDBOX_PORT: .+\n/,
        /SANDBOX_TASK_MS: must be a whole number\n/,
        /SANDBOX_WEBHOOK_SECRET: must be whsec_ followed by Base64\n/,
        /SANDBOX_CHECK_MEDIA: must be 0 or 1\n/,
        /SANDBOX_FAULTS: must be JSON$/,
      ].reduce((all, line) => new RegExp(all.source + line.source)),
    );
  });
});
