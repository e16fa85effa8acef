import { randomUUID } from 'node:crypto';

import {
  type Created,
  createElementBody,
  type CreateElementInput,
  fingerprintOf,
  ProblemError,
  type Task,
} from '@kling-elements/validation';

import type { KlingClient } from '../kling/client.ts';
import { NotSentError } from '../kling/not-sent-error.ts';
import type { BeginCreationResult, CreationIntent, Ledger } from '../ledger/ledger.ts';
import { type Backoff, backoffDelay } from '../runtime/backoff.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { hashOfToken, makeToken } from './callback-token.ts';
import type { TaskEvents } from './task-events.ts';
import { createdElsewhere, creationCutOff, creationNotRecorded, externalIdTaken } from './task-problems.ts';
import type { TaskRecorder } from './task-recorder.ts';

/** How often to check on another gateway that is creating the same. */
const elsewhere: Backoff = { firstMs: 50, longestMs: 1000 };
/** A creation with large uploads takes a while; after this long the caller is asked to try again. */
const longestWaitMs = 120_000;

export interface CreatorOptions {
  readonly client: Pick<KlingClient, 'createElement'>;
  readonly ledger: Ledger;
  readonly events: TaskEvents;
  readonly recorder: TaskRecorder;
  /** The gateway's URL as Kling sees it; null: no callbacks are requested. */
  readonly publicUrl: string | null;
  readonly runtime: Pick<Runtime, 'now' | 'timers' | 'log'>;
}

interface CreationInProgress {
  readonly fingerprint: string;
  readonly result: Promise<Created>;
}

/** Creates each element exactly once: the intent is durable before Kling is called, the result afterwards. */
export class Creator {
  readonly #options: CreatorOptions;
  readonly #inProgress = new Map<string, CreationInProgress>();
  #isClosed = false;

  constructor(options: CreatorOptions) {
    this.#options = options;
  }

  /** From now on the ledger may be closed: creations that fail for that are reported as cut off. */
  close(): void {
    this.#isClosed = true;
  }

  isInProgress(externalId: string): boolean {
    return this.#inProgress.has(externalId);
  }

  /** @param input has passed all checks. @throws ProblemError with the external ID, also where the caller gave none */
  async createElement(input: CreateElementInput, requestedBy: string | null): Promise<Created> {
    const externalId = input.externalId ?? `ke-${randomUUID()}`;
    const fingerprint = fingerprintOf(input);
    const running = this.#inProgress.get(externalId);
    if (running !== undefined) {
      if (running.fingerprint !== fingerprint) throw externalIdTaken(externalId);
      return { task: (await running.result).task, repeated: true };
    }
    const result = this.#create(input, { externalId, fingerprint, requestedBy })
      .catch((error: unknown) => {
        if (error instanceof ProblemError) throw new ProblemError({ ...error.problem, externalId });
        throw this.#isClosed ? creationCutOff(externalId) : error;
      })
      .finally(() => {
        this.#inProgress.delete(externalId);
      });
    this.#inProgress.set(externalId, { fingerprint, result });
    return await result;
  }

  async #create(
    input: CreateElementInput,
    intent: Pick<CreationIntent, 'externalId' | 'fingerprint' | 'requestedBy'>,
  ): Promise<Created> {
    const { externalId } = intent;
    const { publicUrl, runtime } = this.#options;
    const token = input.callbackUrl === null && publicUrl !== null ? makeToken() : null;
    const begun = await this.#begin({
      ...intent,
      tokenHash: token === null ? null : hashOfToken(token),
      at: runtime.now(),
    });
    if (begun.state === 'DIFFERENT_INPUT') throw externalIdTaken(externalId);
    if (begun.state === 'CREATED') return { task: begun.row.task, repeated: true };
    const gatewayUrl = token === null ? null : `${publicUrl}/callbacks/kling/${token}`;
    const body = createElementBody(input, { externalId, callbackUrl: input.callbackUrl ?? gatewayUrl });
    return await this.#send(body, input, externalId, begun.state === 'UNRESOLVED');
  }

  /** While another gateway creates the same, waits for its result; if that gateway is gone, this one goes on. */
  async #begin(intent: CreationIntent): Promise<Exclude<BeginCreationResult, { state: 'IN_PROGRESS' }>> {
    const { ledger, runtime } = this.#options;
    const until = runtime.now() + longestWaitMs;
    for (let attempt = 1; ; attempt += 1) {
      const begun = await ledger.beginCreation(intent);
      if (begun.state !== 'IN_PROGRESS') return begun;
      if (runtime.now() >= until) throw createdElsewhere(intent.externalId);
      await new Promise<void>((resolve) => {
        runtime.timers.after(backoffDelay(elsewhere, attempt), resolve);
      });
    }
  }

  async #send(
    body: ReturnType<typeof createElementBody>,
    input: CreateElementInput,
    externalId: string,
    wasUnresolved: boolean,
  ): Promise<Created> {
    const { client, ledger, events, recorder, runtime } = this.#options;
    let created: Created;
    try {
      created = await client.createElement(body, externalId);
    } catch (error) {
      if (isClearRefusal(error) && !wasUnresolved) {
        await ledger.releaseCreation(externalId);
        throw error;
      }
      events.emit('creationUnresolved', externalId);
      // That this attempt was refused says nothing about an earlier one that got no answer.
      throw wasUnresolved && error instanceof ProblemError
        ? new ProblemError({ ...error.problem, outcome: 'UNKNOWN' })
        : error;
    }
    if (created.repeated && contradicts(created.task, input)) {
      await ledger.releaseCreation(externalId);
      throw externalIdTaken(externalId);
    }
    try {
      const row = await recorder.recordCreated(externalId, created.task, { confirmed: true });
      return { task: row.task, repeated: created.repeated };
    } catch (error) {
      events.emit('creationUnresolved', externalId);
      if (!this.#isClosed) runtime.log.error({ err: error, externalId }, 'Could not record a created task.');
      throw creationNotRecorded(externalId);
    }
  }
}

/** Kling said clearly that it created nothing, or was not asked. */
function isClearRefusal(error: unknown): boolean {
  if (error instanceof NotSentError) return true;
  if (!(error instanceof ProblemError)) return false;
  const { outcome, kind } = error.problem;
  return outcome === 'NOT_DONE' && kind !== 'UNAVAILABLE';
}

/** Whether Kling's task cannot come from this input. Kling describes the element once the task has succeeded. */
function contradicts(
  { elements: [element] }: Task,
  { name, description, reference, voiceId }: CreateElementInput,
): boolean {
  if (element === undefined) return false;
  const referenceType = 'video' in reference ? 'VIDEO' : 'IMAGE';
  return (
    differs(element.name, name) ||
    differs(element.description, description) ||
    (element.referenceType !== null && element.referenceType !== referenceType) ||
    (element.voice !== null && voiceId !== null && element.voice.id !== voiceId)
  );
}

/** Kling may leave a text out, and trims it. */
function differs(atKling: string, given: string): boolean {
  return atKling !== '' && atKling.trim() !== given.trim();
}
