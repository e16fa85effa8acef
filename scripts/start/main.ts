import {
  createLog,
  type Gateway,
  loadEnvironment,
  readSettings,
  startGateway,
} from '@kling-elements/gateway';

import { announce } from './announce.ts';
import { launchSandbox, type RunningSandbox } from './sandbox.ts';
import { startErrorMessage } from './start-error.ts';

/** How long closing may take in all, in milliseconds; then the process exits anyway. */
const closeWithinMs = 9000;

async function main(): Promise<void> {
  const parsed = readSettings(loadEnvironment());
  if (!parsed.ok) {
    fail(parsed.issues);
    return;
  }
  const { settings } = parsed;
  const terminal = process.stdout.isTTY;
  const log = createLog(settings.logLevel, { terminal });
  const sandbox = settings.kling === null ? await launchSandbox(settings) : undefined;
  let gateway: Gateway;
  try {
    gateway = await startGateway({ ...settings, kling: settings.kling ?? sandbox?.kling ?? null }, { log });
  } catch (error) {
    await sandbox?.close();
    throw error;
  }
  closeOnSignal(gateway, sandbox);
  announce({ gatewayUrl: gateway.url, sandboxUrl: sandbox?.kling.baseUrl, terminal, log });
}

function closeOnSignal(gateway: Gateway, sandbox: RunningSandbox | undefined): void {
  const close = async () => {
    setTimeout(() => process.exit(0), closeWithinMs).unref();
    await gateway.close();
    await sandbox?.close();
    process.exit(0);
  };
  let closing: Promise<void> | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void (closing ??= close()));
}

function fail(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  fail([startErrorMessage(error)]);
});
