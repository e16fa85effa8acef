import type { createLog } from '@kling-elements/gateway';

export interface Announcement {
  readonly gatewayUrl: string;
  /** Set if the sandbox is used in place of Kling. */
  readonly sandboxUrl: string | undefined;
  /** Whether the output goes to a terminal. */
  readonly terminal: boolean;
  readonly log: ReturnType<typeof createLog>;
}

/** Prints all URLs: as plain lines in a terminal, otherwise as lines of the log. */
export function announce({ gatewayUrl, sandboxUrl, terminal, log }: Announcement): void {
  const urls: readonly (readonly [what: string, url: string])[] = [
    ['GraphQL', `${gatewayUrl}/graphql`],
    ['GraphiQL, in a browser', `${gatewayUrl}/graphql`],
    ['WebSocket', `${gatewayUrl.replace(/^http/, 'ws')}/graphql`],
    ['Health', `${gatewayUrl}/health/ready`],
    ...(sandboxUrl === undefined
      ? []
      : [['Sandbox, in place of Kling (no credential is set)', sandboxUrl] as const]),
  ];
  for (const [what, url] of urls) {
    if (terminal) process.stdout.write(`${what}: ${url}\n`);
    else log.info({ url }, what);
  }
}
