// A process full of subscribers, on behalf of `Crowd`: counts what they are told, and finds out when one is told wrong.
import { clockMs } from './clock.ts';
import { type Subscribed, subscribe, type Transport } from './subscriptions.ts';

export interface Coming {
  readonly url: string;
  readonly transport: Transport;
  readonly query: string;
  /** A subscriber for each. */
  readonly ids: readonly string[];
  /** Every subscriber is told these, each once, in this order. */
  readonly statuses: readonly string[];
}

/** What the crowd is asked for: to come, or to go. */
export type Request = { readonly come: Coming } | { readonly go: true };

/** What the crowd reports. */
export type Report =
  /** The server has taken all subscriptions. */
  | { readonly open: true }
  /** The last subscriber has been told this status. @see clockMs */
  | { readonly told: string; readonly at: number; /** Of one event, on average. */ readonly bytes: number }
  /** All connections are closed. */
  | { readonly gone: true }
  /** Somebody was told something else than was due, or was sent away. */
  | { readonly wrong: string };

const atOnce = 100;
/** Many, since each address has 28,000 ports only, and those that were used last cannot be used at once again. */
const localAddresses = Array.from({ length: 20 }, (_, index) => `127.0.0.${index + 2}`);

let crowd: Subscribed[] = [];

function report(what: Report): void {
  process.send?.(what);
}

function come({ url, transport, query, ids, statuses }: Coming): void {
  const told = statuses.map(() => ({ subscribers: 0, bytes: 0 }));
  let next = 0;
  let open = 0;

  const subscribeNext = () => {
    const index = next;
    const id = ids[index];
    if (id === undefined) return;
    next += 1;
    let seen = 0;
    const leave = subscribe[transport]({
      url,
      body: { query, variables: { id } },
      localAddress: localAddresses[index % localAddresses.length] ?? '127.0.0.1',
      onOpen: () => {
        open += 1;
        if (open === ids.length) report({ open: true });
        subscribeNext();
      },
      onEvent: (result, bytes) => {
        const task = result.data?.taskStatus;
        const due = told[seen];
        if (due === undefined || task?.status !== statuses[seen] || task?.id !== id) {
          report({
            wrong: `Subscriber ${index} was told ${JSON.stringify(result)}, not ${statuses[seen]} of ${id}`,
          });
          return;
        }
        due.subscribers += 1;
        due.bytes += bytes;
        if (due.subscribers === ids.length) {
          report({ told: statuses[seen] ?? '', at: clockMs(), bytes: due.bytes / ids.length });
        }
        seen += 1;
      },
      onEnd: (why) => {
        if (why === 'complete' && seen === statuses.length) return;
        report({ wrong: `Subscriber ${index} was sent away after ${seen} events: ${why}` });
      },
    });
    crowd.push(leave);
  };
  for (let index = 0; index < atOnce; index += 1) subscribeNext();
}

process.on('message', (request: Request) => {
  if ('come' in request) {
    come(request.come);
    return;
  }
  for (const leave of crowd) leave();
  crowd = [];
  report({ gone: true });
});
process.once('disconnect', () => process.exit(0));
