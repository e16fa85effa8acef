import {
  createLog,
  type Gateway,
  loadEnvironment,
  readSettings,
  startGateway,
} from '@kling-elements/gateway';

import { startFault } from './fault.ts';
import { announce } from './announce.ts';
import { type StandIn, startStandIn } from './sandbox.ts';

/** The whole of a close may take this long, in milliseconds; after that the process ends all the same. */
const closeWithinMs = 9000;

async function main(): Promise<void> {
  const verdict = readSettings(loadEnvironment());
  if (!verdict.ok) {
    fail(verdict.issues);
    return;
  }
  const { settings } = verdict;
  const terminal = process.stdout.isTTY;
  const log = createLog(settings.logLevel, { terminal });
  const standIn = settings.kling === null ? await startStandIn(settings) : undefined;
  let gateway: Gateway;
  try {
    gateway = await startGateway({ ...settings, kling: settings.kling ?? standIn?.kling ?? null }, { log });
  } catch (error) {
    await standIn?.close();
    throw error;
  }
  closeOnSignal(gateway, standIn);
  announce({ gatewayUrl: gateway.url, sandboxUrl: standIn?.kling.baseUrl, terminal, log });
}

function closeOnSignal(gateway: Gateway, standIn: StandIn | undefined): void {
  const close = async () => {
    setTimeout(() => process.exit(0), closeWithinMs).unref();
    await gateway.close();
    await standIn?.close();
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
  fail([startFault(error)]);
});
