// A process full of subscribers, on behalf of `Audience`: counts the events they receive and reports any wrong one.
import { clockMs } from './clock.ts';
import type { Step } from './steps.ts';
import { subscribe, type Transport } from './subscribe.ts';

/** What an audience subscribes to. */
export interface AudienceOrder {
  /** Of the server, without a slash at the end. */
  readonly url: string;
  readonly transport: Transport;
  /** The task of each subscriber. */
  readonly ids: readonly string[];
  /** What every subscriber must receive, each once, in this order. */
  readonly steps: readonly Step[];
}

/** When the last subscriber received a step. */
export interface Delivered {
  /** @see clockMs */
  readonly at: number;
  /** The size of one event, on average. */
  readonly bytes: number;
}

export type Report =
  /** The server has accepted all subscriptions. */
  | { readonly open: true }
  | (Delivered & { /** Which, from 0. */ readonly step: number })
  /** A subscriber received something other than expected, or lost its subscription. */
  | { readonly wrong: string };

/** Subscriptions that are being opened at the same time. */
const opening = 32;
/** Each loopback address has some 28,000 ports, and those just used cannot be reused immediately. */
const addresses = 20;

function report(what: Report): void {
  if (process.connected) process.send?.(what);
}

function subscribeAll({ url, transport, ids, steps }: AudienceOrder): void {
  const received = steps.map(() => ({ subscribers: 0, bytes: 0 }));
  let next = 0;
  let open = 0;
  const subscribeNext = () => {
    const number = next;
    const id = ids[number];
    if (id === undefined) return;
    next += 1;
    let step = 0;
    subscribe[transport]({
      url,
      id,
      localAddress: `127.0.0.${2 + (number % addresses)}`,
      onOpen: () => {
        open += 1;
        if (open === ids.length) report({ open: true });
        subscribeNext();
      },
      onEvent: (result, bytes) => {
        const task = result.data?.taskStatus;
        const expected = steps[step];
        const counted = received[step];
        const isExpected =
          task?.id === id && task.status === expected?.status && task.statusMessage === expected.message;
        if (!isExpected || counted === undefined) {
          report({
            wrong: `Subscriber ${number} received ${JSON.stringify(result)} instead of ${JSON.stringify(expected)}.`,
          });
          return;
        }
        counted.subscribers += 1;
        counted.bytes += bytes;
        if (counted.subscribers === ids.length) {
          report({ step, at: clockMs(), bytes: counted.bytes / ids.length });
        }
        step += 1;
      },
      onEnd: (why) => {
        if (why === 'complete' && step === steps.length) return;
        report({ wrong: `Subscriber ${number} lost its subscription after ${step} events: ${why}` });
      },
    });
  };
  for (let index = 0; index < opening; index += 1) subscribeNext();
}

process.once('message', subscribeAll);
// Ends every subscriber, too.
process.once('disconnect', () => process.exit(0));
process.once('error', () => process.exit(1));
