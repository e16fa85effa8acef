import { startContender, startHive } from '../measure/contenders.ts';
import { startGateway } from '../measure/gateway.ts';
import type { Program } from '../measure/program.ts';
import { startUpstream } from '../measure/upstream.ts';
import { concurrently } from '../../harness/concurrently.ts';
import { sampleInput } from '../../harness/gateway/sample-input.ts';
import { graphqlClient } from '../../harness/graphql/client.ts';
import { CreateElementDocument } from '../../harness/graphql/generated/graphql.ts';
import type { Transport } from './subscribe.ts';
import { signedCallback, type Update, plainUpdate, webhookSecret } from './update.ts';
import type { Step } from './steps.ts';

/** A server of subscriptions, and how it receives changes. */
export interface Server extends AsyncDisposable {
  readonly program: Program;
  /** Whether a subscriber first receives the task's current state, and its subscription is completed at the end. */
  readonly sendsInitialState: boolean;
  /** Creates tasks without subscribers. */
  newTasks(count: number): Promise<readonly string[]>;
  /** The update to send to the server when a task has changed. */
  updateFor(id: string, step: Step): Update;
}

export interface Contender {
  readonly transports: readonly Transport[];
  start(environment: Readonly<Record<string, string>>): Promise<Server>;
}

/** So long that the server does nothing but process updates while it is measured. */
const neverMs = '3600000';

let tasksCreated = 0;

/** IDs as long as Kling's, for servers that know no tasks. */
function newTasks(count: number): Promise<readonly string[]> {
  const first = 856_528_333_000_000_000n + BigInt(tasksCreated);
  tasksCreated += count;
  return Promise.resolve(Array.from({ length: count }, (_, index) => String(first + BigInt(index))));
}

const sse: Transport = 'SSE';
const webSocket: Transport = 'WebSocket';

/** By the names used in the tables. */
export const contenders = {
  'bare writer': {
    transports: [sse, webSocket],
    start: async (environment) => {
      const program = await startContender('fan-out/bare', environment);
      const updateFor = (id: string, step: Step) => signedCallback(`${program.url}/callback`, id, step);
      return { program, sendsInitialState: true, newTasks, updateFor, ...endOf(program) };
    },
  },
  'our gateway': { transports: [sse, webSocket], start: startOurGateway },
  mercurius: {
    transports: [webSocket],
    start: async (environment) => forwarding(await startContender('fan-out/mercurius', environment)),
  },
  yoga: {
    transports: [sse, webSocket],
    start: async (environment) => forwarding(await startContender('fan-out/yoga', environment)),
  },
  'Hive Gateway': {
    transports: [sse, webSocket],
    start: async (environment) => forwarding(await startHive('http://127.0.0.1:9', environment)),
  },
} satisfies Record<string, Contender>;

export type ContenderName = keyof typeof contenders;

/** Receives a webhook for each task and forwards it unchanged. */
function forwarding(program: Program): Server {
  const updateFor = (id: string, step: Step) => plainUpdate(`${program.url}/webhooks/kling/${id}`, id, step);
  return { program, sendsInitialState: false, newTasks, updateFor, ...endOf(program) };
}

function endOf(...programs: readonly Program[]): AsyncDisposable {
  return {
    [Symbol.asyncDispose]: async () => {
      for (const program of programs) await program[Symbol.asyncDispose]();
    },
  };
}

/** As in production, with signed callbacks and its ledger. */
async function startOurGateway(environment: Readonly<Record<string, string>>): Promise<Server> {
  const upstream = await startUpstream({ taskStatus: 'submitted' });
  const program = await startGateway(upstream.url, {
    KLING_WEBHOOK_SECRET: webhookSecret,
    POLL_MIN_MS: neverMs,
    POLL_MAX_MS: neverMs,
    HEARTBEAT_MS: neverMs,
    ...environment,
  });
  const client = graphqlClient(`${program.url}/graphql`);
  const callbackUrls = new Map<string, string>();
  return {
    program,
    sendsInitialState: true,
    newTasks: async (count) => {
      const ids: string[] = [];
      await concurrently(10, Array.from({ length: count }), async () => {
        tasksCreated += 1;
        const { data } = await client.ask(CreateElementDocument, {
          input: sampleInput(`fan-out-${tasksCreated}`),
        });
        const result = data?.createElement;
        if (result?.__typename !== 'CreateElementSuccess') throw new Error(JSON.stringify(result));
        ids.push(result.task.id);
      });
      for (const { id, callbackUrl } of await upstream.created()) {
        if (callbackUrl !== undefined) callbackUrls.set(id, callbackUrl);
      }
      return ids;
    },
    updateFor: (id, step) => {
      const url = callbackUrls.get(id);
      if (url === undefined) throw new Error(`The task ${id} was created without a callback URL.`);
      return signedCallback(url, id, step);
    },
    ...endOf(program, upstream),
  };
}
