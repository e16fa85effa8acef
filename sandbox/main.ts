import { existsSync } from 'node:fs';

import { defaultCredentials } from './options.ts';
import { startSandbox } from './sandbox.ts';
import { readSettings, SettingsFault } from './settings.ts';

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const settings = readSettings(process.env);
  const sandbox = await startSandbox(settings);
  const key = settings.apiKeys?.[0] ?? defaultCredentials.apiKey;
  process.stdout.write(
    `Kling sandbox: ${sandbox.url} (API key ${key}; what it can do: ${sandbox.url}/sandbox)\n`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close());
  }
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${startFault(error)}\n`);
}

function startFault(error: unknown): string {
  if (error instanceof SettingsFault) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'SANDBOX_PORT: something else listens on this port; choose another one.';
  return `The sandbox could not start: ${message}`;
}
