// A process full of subscribers, on behalf of `Audience`: counts what they are told, and finds out what is wrong in it.
import { clockMs } from './clock.ts';
import type { Step } from './steps.ts';
import { subscribe, type Transport } from './subscribe.ts';

/** What an audience is to come for. */
export interface AudienceOrder {
  /** Of the server, without a slash at the end. */
  readonly url: string;
  readonly transport: Transport;
  /** The task of each subscriber. */
  readonly ids: readonly string[];
  /** What every subscriber is told, each once, in this order. */
  readonly steps: readonly Step[];
}

/** When the last one was told of a step. */
export interface Delivered {
  /** @see clockMs */
  readonly at: number;
  /** The size of one event, on average. */
  readonly bytes: number;
}

export type Report =
  /** The server has taken all subscriptions. */
  | { readonly open: true }
  | (Delivered & { /** Which, from 0. */ readonly step: number })
  /** Somebody was told something else than was due, or was sent away. */
  | { readonly wrong: string };

/** So many are on their way in at the same time. */
const atOnce = 32;
/** Each address of this machine has some 28,000 ports, and those just used cannot be used again at once. */
const addresses = 20;

function report(what: Report): void {
  if (process.connected) process.send?.(what);
}

function come({ url, transport, ids, steps }: AudienceOrder): void {
  const told = steps.map(() => ({ subscribers: 0, bytes: 0 }));
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
        const due = steps[step];
        const counted = told[step];
        const isDue = task?.id === id && task.status === due?.status && task.statusMessage === due.message;
        if (!isDue || counted === undefined) {
          report({
            wrong: `Number ${number} was told ${JSON.stringify(result)}, not ${JSON.stringify(due)}.`,
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
        report({ wrong: `Number ${number} was sent away after ${step} events: ${why}` });
      },
    });
  };
  for (let index = 0; index < atOnce; index += 1) subscribeNext();
}

process.once('message', come);
// Every subscriber leaves with it.
process.once('disconnect', () => process.exit(0));
process.once('error', () => process.exit(1));
