import type { KlingSettings, Settings } from '@kling-elements/gateway';

/** A running sandbox, and the settings to use it in place of Kling. */
export interface RunningSandbox {
  readonly kling: KlingSettings;
  close(): Promise<void>;
}

/** Starts the sandbox in this process. It is loaded only here: a gateway with a credential does not need it. */
export async function launchSandbox({ sandbox: { port, taskMs } }: Settings): Promise<RunningSandbox> {
  const { defaultCredentials, startSandbox } = await import('@kling-elements/sandbox');
  const sandbox = await startSandbox({ port, taskMs });
  return {
    kling: { baseUrl: sandbox.url, credential: { apiKey: defaultCredentials.apiKey } },
    close: () => sandbox.close(),
  };
}
