import { readFileSync } from 'node:fs';

import { type GraphQLClient, graphqlClient } from '../graphql/client.ts';
import { freePort } from '../free-port.ts';
import { launchGateway } from './bundle.ts';
import { type RunningProcess } from '../process.ts';

/** A gateway in a process of its own that can be killed and started again on the same port. Its disposal kills it. */
export class GatewayProcess implements AsyncDisposable {
  readonly url: string;
  readonly client: GraphQLClient;
  readonly #environment: Readonly<Record<string, string>>;
  #started: RunningProcess | undefined;

  private constructor(port: number, environment: Readonly<Record<string, string>>) {
    this.url = `http://127.0.0.1:${port}`;
    this.client = graphqlClient(this.endpoint);
    this.#environment = { PORT: String(port), PUBLIC_URL: this.url, ALLOW_PRIVATE_URLS: '1', ...environment };
  }

  /** Starts one that serves; its `PUBLIC_URL` is its own URL on this machine. */
  static async start(environment: Readonly<Record<string, string>>): Promise<GatewayProcess> {
    const gateway = new GatewayProcess(await freePort(), environment);
    await gateway.start();
    return gateway;
  }

  get endpoint(): string {
    return `${this.url}/graphql`;
  }

  async start(): Promise<void> {
    this.#started = launchGateway(this.#environment);
    await this.#started.printed(this.endpoint);
  }

  /** Leaves it no chance to do anything before it ends. */
  async kill(): Promise<void> {
    await this.#running().stop('SIGKILL');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }

  /** @returns the exit code */
  stop(): Promise<number | null> {
    return this.#running().stop();
  }

  /** The most memory it has used so far, in MB, as the kernel counts it. */
  peakMemory(): number {
    return this.#status(/^VmHWM:\s+(\d+) kB$/m) / 1024;
  }

  /** The metrics without labels, by name. */
  async metrics(): Promise<ReadonlyMap<string, number>> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    return new Map(
      text.split('\n').flatMap((line) => {
        const [, name, value] = /^(\w+) (\S+)$/.exec(line) ?? [];
        return name === undefined ? [] : [[name, Number(value)] as const];
      }),
    );
  }

  #status(line: RegExp): number {
    const status = readFileSync(`/proc/${String(this.#running().process.pid)}/status`, 'utf8');
    return Number(line.exec(status)?.[1]);
  }

  #running(): RunningProcess {
    if (this.#started === undefined) throw new Error('The gateway was never started.');
    return this.#started;
  }
}
