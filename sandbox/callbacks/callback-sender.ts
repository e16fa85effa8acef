import { randomUUID } from 'node:crypto';

import { readSecret, signCallback, stringifyJson } from '@kling-elements/validation';

import { callbackRecord, type CallbackShape, testCallbackRecord } from './callback-record.ts';
import type { Cdn } from '../media/cdn.ts';
import type { Faults } from '../faults/faults.ts';
import { isLoopback } from '../media/loopback.ts';
import { HttpPost } from './http-post.ts';
import type { StoredTask, WireStatus } from '../account/store.ts';

/** A callback and its result. */
export interface CallbackEntry {
  /** `webhook-id`: the same for each delivery of one message. */
  readonly id: string;
  readonly url: string;
  /** Undefined for the console's test callback and for custom bodies. */
  readonly taskId: string | undefined;
  readonly status: WireStatus | undefined;
  /** `sent`: see `httpStatus`; `unanswered`: no connection, or no answer within 5 s; `withheld`: not on this machine. */
  readonly outcome: 'sent' | 'unanswered' | 'lost' | 'withheld';
  readonly httpStatus: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** As it was sent. */
  readonly body: string;
}

export interface CallbackRequest {
  /** The target. Default: the task's `callback_url`. */
  readonly url?: string | undefined;
  /** The task to report, by either ID. Default: none, which sends the console's test callback. */
  readonly task?: string | undefined;
  /** The status to report. Default: the task's own. */
  readonly status?: WireStatus | undefined;
  readonly shape?: CallbackShape | undefined;
  /** A raw body in place of the generated one. */
  readonly body?: string | undefined;
  /** Whether to sign. Default: if there is a secret. */
  readonly signed?: boolean | undefined;
  /** The secret to sign with, instead of the account's. */
  readonly secret?: string | undefined;
  /** `webhook-id`. */
  readonly id?: string | undefined;
  /** The time to sign with, Unix milliseconds. */
  readonly time?: number | undefined;
  /** Additional headers, or other values for the generated ones. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface CallbackOptions {
  readonly cdn: Cdn;
  readonly faults: Faults;
  readonly shape: CallbackShape;
  /** One or several `whsec_…`, separated by spaces. */
  readonly secret: string | undefined;
  /** Whether callbacks may leave this machine. */
  readonly remote: boolean;
  readonly now: () => number;
  readonly onEntry: (entry: CallbackEntry) => void;
}

interface Message {
  readonly id: string;
  readonly url: string;
  readonly task: Pick<StoredTask, 'id' | 'status'> | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Posts each change to `callback_url`: in order for each task, with a single attempt per message. */
export class CallbackSender {
  readonly #options: CallbackOptions;
  readonly #poster = new HttpPost();
  readonly #lanes = new Map<string, Promise<unknown>>();
  readonly #heldBack = new Map<string, Message>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: CallbackOptions) {
    this.#options = options;
  }

  /** To be called with each new task and at each change. */
  changed(task: StoredTask): void {
    if (task.callbackUrl === undefined) return;
    const message = this.#message({ url: task.callbackUrl }, task);
    const fault = this.#options.faults.forCallback(task.status, task.externalId ?? task.id);
    const before = this.#heldBack.get(task.id);
    this.#heldBack.delete(task.id);
    if (fault?.how === 'reordered') this.#heldBack.set(task.id, message);
    else if (fault?.how === 'lost') this.#report(message, 'lost');
    else if (fault?.how === 'late') this.#later(fault.ms, () => this.#deliver(message));
    else this.#inLane(task.id, message);
    if (fault?.how === 'doubled') this.#inLane(task.id, message);
    if (before !== undefined) this.#inLane(task.id, before);
  }

  /** Sends a callback now, whatever the task's state; faults do not apply. */
  send(request: CallbackRequest, task: StoredTask | undefined): Promise<CallbackEntry> {
    const url = request.url ?? task?.callbackUrl;
    if (url === undefined) throw new Error('There is no URL to send the callback to.');
    return this.#deliver(this.#message({ ...request, url }, task));
  }

  #message(request: CallbackRequest & { url: string }, task: StoredTask | undefined): Message {
    const { cdn, now, secret, shape } = this.#options;
    const id = request.id ?? `msg_${randomUUID()}`;
    const reported = task === undefined ? undefined : { ...task, status: request.status ?? task.status };
    const record =
      reported === undefined
        ? testCallbackRecord(id, now())
        : callbackRecord(reported, request.shape ?? shape, cdn);
    const body = Buffer.from(request.body ?? stringifyJson(record));
    const secrets = request.signed === false ? undefined : (request.secret ?? secret);
    const headers = {
      'content-type': 'application/json',
      ...(secrets === undefined
        ? {}
        : signCallback(id, body, secrets.split(/\s+/).map(readSecret), request.time ?? now())),
      ...request.headers,
    };
    return { id, url: request.url, task: request.body === undefined ? reported : undefined, headers, body };
  }

  #inLane(taskId: string, message: Message): void {
    const lane = (this.#lanes.get(taskId) ?? Promise.resolve()).then(() => this.#deliver(message));
    this.#lanes.set(taskId, lane);
    void lane.then(() => {
      if (this.#lanes.get(taskId) === lane) this.#lanes.delete(taskId);
    });
  }

  #later(ms: number, deliver: () => Promise<unknown>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void deliver();
    }, ms).unref();
    this.#timers.add(timer);
  }

  async #deliver(message: Message): Promise<CallbackEntry> {
    if (!this.#options.remote && !isLoopback(message.url)) return this.#report(message, 'withheld');
    const sent = this.#poster.post(message.url, message.body, message.headers);
    const httpStatus = await sent.catch(() => undefined);
    return this.#report(message, httpStatus === undefined ? 'unanswered' : 'sent', httpStatus);
  }

  #report(message: Message, outcome: CallbackEntry['outcome'], httpStatus?: number): CallbackEntry {
    const { id, url, task, headers } = message;
    const body = Buffer.from(message.body).toString('utf8');
    const entry = { id, url, taskId: task?.id, status: task?.status, outcome, httpStatus, headers, body };
    this.#options.onEntry(entry);
    return entry;
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#poster.close();
  }
}
