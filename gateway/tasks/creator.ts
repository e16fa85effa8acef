import { randomUUID } from 'node:crypto';

import {
  type Created,
  createElementBody,
  type CreateElementInput,
  fingerprintOf,
  makeProblem,
  ProblemError,
  type Task,
} from '@kling-elements/validation';

import type { KlingClient } from '../kling/client.ts';
import { NotSentError } from '../kling/not-sent-error.ts';
import { hashOfToken, makeToken } from './callback-token.ts';
import type { TaskRecorder } from './task-recorder.ts';
import type { BeginCreationResult, CreationIntent, Ledger } from '../ledger/ledger.ts';
import type { TaskRow } from '../ledger/task-row.ts';

export interface CreatorOptions {
  readonly client: Pick<KlingClient, 'createElement'>;
  readonly ledger: Ledger;
  readonly recorder: TaskRecorder;
  /** The gateway's address as Kling sees it; null: no callback is asked for. */
  readonly publicUrl: string | null;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** There is a task of ours. */
  readonly onMade: (row: TaskRow) => void;
  /** Whether there is a task is not known. */
  readonly onUnclear: (externalId: string) => void;
}

interface UnderWay {
  readonly fingerprint: string;
  readonly outcome: Promise<Created>;
}

/** Makes elements, each exactly once: the intention is durable before Kling is asked, the outcome afterwards. */
export class Creator {
  readonly #options: CreatorOptions;
  readonly #underWay = new Map<string, UnderWay>();
  #closed = false;

  constructor(options: CreatorOptions) {
    this.#options = options;
  }

  /** From now on the ledger may be gone: what fails for that is told as the end of this gateway. */
  close(): void {
    this.#closed = true;
  }

  isUnderWay(externalId: string): boolean {
    return this.#underWay.has(externalId);
  }

  /** @param input has passed all checks. @throws ProblemError */
  async create(input: CreateElementInput, askedBy: string | null): Promise<Created> {
    const externalId = input.externalId ?? `ke-${randomUUID()}`;
    const fingerprint = fingerprintOf(input);
    const underWay = this.#underWay.get(externalId);
    if (underWay !== undefined) {
      if (underWay.fingerprint !== fingerprint) throw otherInput(externalId);
      return { task: (await underWay.outcome).task, repeated: true };
    }
    const outcome = this.#make(input, { externalId, fingerprint, requestedBy: askedBy })
      .catch((error: unknown) => {
        throw this.#closed && !(error instanceof ProblemError) ? cutOff(externalId) : error;
      })
      .finally(() => {
        this.#underWay.delete(externalId);
      });
    this.#underWay.set(externalId, { fingerprint, outcome });
    return await outcome;
  }

  async #make(
    input: CreateElementInput,
    asked: Pick<CreationIntent, 'externalId' | 'fingerprint' | 'requestedBy'>,
  ): Promise<Created> {
    const { externalId } = asked;
    const { now, publicUrl } = this.#options;
    const token = input.callbackUrl === null && publicUrl !== null ? makeToken() : null;
    const begun = await this.#begin({
      ...asked,
      tokenHash: token === null ? null : hashOfToken(token),
      at: now(),
    });
    if (begun.state === 'DIFFERENT_INPUT') throw otherInput(externalId);
    if (begun.state === 'CREATED') return { task: begun.row.task, repeated: true };
    const ours = token === null ? null : `${publicUrl}/callbacks/kling/${token}`;
    const body = createElementBody(input, { externalId, callbackUrl: input.callbackUrl ?? ours });
    return await this.#ask(body, input, externalId, begun.state === 'UNRESOLVED');
  }

  /** Where another gateway makes the same, its outcome is waited for; when it is gone, this one goes on. */
  async #begin(intention: CreationIntent): Promise<Exclude<BeginCreationResult, { state: 'IN_PROGRESS' }>> {
    const { ledger, now, pause } = this.#options;
    const until = now() + longestWaitMs;
    for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 1000)) {
      const begun = await ledger.beginCreation(intention);
      if (begun.state !== 'IN_PROGRESS') return begun;
      if (now() >= until) throw stillUnderWay(intention.externalId);
      await pause(waitMs);
    }
  }

  async #ask(
    body: ReturnType<typeof createElementBody>,
    input: CreateElementInput,
    externalId: string,
    unclearBefore: boolean,
  ): Promise<Created> {
    const { client, ledger, recorder, onMade, onUnclear } = this.#options;
    let created: Created;
    try {
      created = await client.createElement(body, externalId);
    } catch (error) {
      // Refused now says nothing about an earlier attempt whose answer never came.
      if (isRefusal(error) && !unclearBefore) await ledger.releaseCreation(externalId);
      else onUnclear(externalId);
      throw error;
    }
    if (created.repeated && contradicts(created.task, input)) {
      await ledger.releaseCreation(externalId);
      throw otherInput(externalId);
    }
    try {
      const row = await recorder.recordCreated(externalId, created.task, { confirmed: true });
      onMade(row);
      return { task: row.task, repeated: created.repeated };
    } catch (error) {
      onUnclear(externalId);
      throw error;
    }
  }
}

/** A create with large uploads takes a while; after this long the caller is told to come back. */
const longestWaitMs = 120_000;

function stillUnderWay(externalId: string): ProblemError {
  return new ProblemError(
    makeProblem(
      'UNAVAILABLE',
      `Another gateway is still making the element with external id ${externalId}; repeat this in a moment.`,
    ),
  );
}

/** Kling said clearly that it made nothing, or was not asked. */
function isRefusal(error: unknown): boolean {
  if (error instanceof NotSentError) return true;
  return error instanceof ProblemError && !error.unclear && error.problem.kind !== 'UNAVAILABLE';
}

/** Whether what Kling tells of a task cannot come from this input. Kling tells of an element once it is made. */
function contradicts(
  { elements: [element] }: Task,
  { name, description, reference }: CreateElementInput,
): boolean {
  if (element === undefined) return false;
  const kind = 'video' in reference ? 'VIDEO' : 'IMAGE';
  return (
    differs(element.name, name) ||
    differs(element.description, description) ||
    (element.referenceType !== null && element.referenceType !== kind)
  );
}

function differs(told: string, given: string): boolean {
  return told !== '' && told.trim() !== given.trim();
}

function cutOff(externalId: string): ProblemError {
  return new ProblemError(
    makeProblem(
      'UNAVAILABLE',
      `The gateway is shutting down; whether the element is being made is not known: repeat the call with external id ${externalId}, which makes it only once.`,
    ),
    { unclear: true },
  );
}

function otherInput(externalId: string): ProblemError {
  return new ProblemError(
    makeProblem(
      'DUPLICATE',
      `External id ${externalId} already stands for an element made from another input; repeat that input, or choose another external id.`,
    ),
  );
}
