import type { createLog } from '@kling-elements/gateway';

export interface Announcement {
  readonly gatewayUrl: string;
  /** Set when the sandbox stands in for Kling. */
  readonly sandboxUrl: string | undefined;
  /** A person reads along. */
  readonly terminal: boolean;
  readonly log: ReturnType<typeof createLog>;
}

/** Says where everything is: plain lines for a person, otherwise lines of the log. */
export function announce({ gatewayUrl, sandboxUrl, terminal, log }: Announcement): void {
  const addresses: readonly (readonly [what: string, url: string])[] = [
    ['GraphQL', `${gatewayUrl}/graphql`],
    ['GraphiQL, in a browser', `${gatewayUrl}/graphql`],
    ['WebSocket', `${gatewayUrl.replace(/^http/, 'ws')}/graphql`],
    ['Health', `${gatewayUrl}/health/ready`],
    ...(sandboxUrl === undefined
      ? []
      : [['Sandbox, in place of Kling (no credential is set)', sandboxUrl] as const]),
  ];
  for (const [what, url] of addresses) {
    if (terminal) process.stdout.write(`${what}: ${url}\n`);
    else log.info({ url }, what);
  }
}
