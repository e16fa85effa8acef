import {
  type CreateElementInput,
  type Element,
  makeProblem,
  type ProblemDetails,
  ProblemError,
  type ProblemKind,
  type Task,
  type TaskList,
  type Voice,
} from '@kling-elements/validation';

import type { Change } from '../ledger/change.ts';

export function sampleElement(change: Partial<Element> = {}): Element {
  return {
    id: '856528387816046601',
    name: 'Fox',
    description: 'A red fox',
    referenceType: 'IMAGE',
    frontalImage: 'https://cdn.example.com/front.png?signature=1',
    otherImages: ['https://cdn.example.com/side.png'],
    video: null,
    voice: null,
    tags: ['ANIMAL'],
    preset: false,
    owner: '855722760281784413',
    deleted: false,
    ...change,
  };
}

export function sampleVoice(change: Partial<Voice> = {}): Voice {
  return { id: 'v1', name: 'Ann', sampleUrl: null, preset: false, owner: '855', deleted: false, ...change };
}

/** A task as Kling has just created it, at 2024-08-04T07:59:17.708Z. */
export function sampleTask(change: Partial<Task> = {}): Task {
  return {
    id: '1001',
    externalId: null,
    status: 'SUBMITTED',
    unknownStatus: null,
    statusMessage: null,
    elements: [],
    voices: [],
    videos: [],
    images: [],
    createdAt: 1722758357708,
    updatedAt: 1722758357708,
    unitsCharged: null,
    ...change,
  };
}

/** A sample task that has succeeded with one element. */
export function succeededTask(change: Partial<Task> = {}): Task {
  return sampleTask({ status: 'SUCCEEDED', elements: [sampleElement()], unitsCharged: '0', ...change });
}

/** A change of a task that was created here. */
export function sampleChange(sequence: number, task: Partial<Task> = {}, version = 1): Change {
  const row = { task: sampleTask(task), version, createdHere: true, awaitingDetails: false, recordedAt: 0 };
  return { sequence, at: 1_700_000_000_000 + sequence, row };
}

/** Succeeded tasks, the newest (with the highest ID) first. */
export function succeededTasks(count: number): Task[] {
  return Array.from({ length: count }, (_, index) => {
    const id = String(count - index);
    return succeededTask({ id, elements: [sampleElement({ id: `9${id}` })] });
  });
}

/** Kling's page of a list: pages are aligned to multiples of their size. */
export function pageOf(
  tasks: readonly Task[],
  { pageNum, pageSize }: { readonly pageNum: number; readonly pageSize: number },
): TaskList {
  const page = tasks.slice((pageNum - 1) * pageSize, pageNum * pageSize);
  return { tasks: page, length: page.length, unreadable: 0 };
}

export function sampleInput(change: Partial<CreateElementInput> = {}): CreateElementInput {
  return {
    name: 'Fox',
    description: 'A red fox',
    reference: {
      images: {
        frontal: { url: 'https://media.example/front.png' },
        others: [{ url: 'https://media.example/side.png' }],
      },
    },
    voiceId: null,
    tags: [],
    externalId: null,
    callbackUrl: null,
    ...change,
  };
}

/** What a call to Kling rejects with; by default, `UNAVAILABLE` leaves open whether it took effect. */
export function sampleProblem(kind: ProblemKind, details: Partial<ProblemDetails> = {}): ProblemError {
  const outcome = kind === 'UNAVAILABLE' ? 'UNKNOWN' : 'NOT_DONE';
  return new ProblemError(makeProblem(kind, `${kind}.`, { outcome, ...details }));
}
