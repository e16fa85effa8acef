#!/usr/bin/env node
import { existsSync } from 'node:fs';

import { defaultCredentials } from './options.ts';
import { startSandbox } from './sandbox.ts';
import { readSettings, SettingsError } from './settings.ts';

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
  process.stderr.write(`${startErrorMessage(error)}\n`);
}

function startErrorMessage(error: unknown): string {
  if (error instanceof SettingsError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return 'SANDBOX_PORT: another process is listening on this port; choose a different one.';
  return `The sandbox could not start: ${message}`;
}
