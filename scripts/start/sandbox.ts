import type { KlingSettings, Settings } from '@kling-elements/gateway';

/** The sandbox, in Kling's place. */
export interface StandIn {
  readonly kling: KlingSettings;
  close(): Promise<void>;
}

/** Starts the sandbox in this process. It is loaded only here: a gateway with a credential has no use for it. */
export async function startStandIn({ sandbox: { port, taskMs } }: Settings): Promise<StandIn> {
  const { defaultCredentials, startSandbox } = await import('@kling-elements/sandbox');
  const sandbox = await startSandbox({ port, taskMs });
  return {
    kling: { baseUrl: sandbox.url, credential: { apiKey: defaultCredentials.apiKey } },
    close: () => sandbox.close(),
  };
}
