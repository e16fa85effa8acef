import {
  type CreateElementInput,
  type Element,
  makeProblem,
  ProblemError,
  type ProblemKind,
  type Task,
} from '@kling-elements/validation';

export function sampleElement(change: Partial<Element> = {}): Element {
  return {
    id: '856528387816046601',
    name: 'Ann',
    description: 'A singer',
    referenceType: 'IMAGE',
    frontalImage: 'https://cdn.example/front.png',
    otherImages: ['https://cdn.example/side.png'],
    video: null,
    voice: null,
    tags: [],
    preset: false,
    owner: '855722760281784413',
    deleted: false,
    ...change,
  };
}

export function sampleTask(change: Partial<Task> = {}): Task {
  return {
    id: '1001',
    externalId: null,
    status: 'SUBMITTED',
    unknownStatus: null,
    statusMessage: null,
    elements: [],
    voices: [],
    createdAt: 1,
    updatedAt: 1,
    unitsCharged: null,
    ...change,
  };
}

export function sampleInput(change: Partial<CreateElementInput> = {}): CreateElementInput {
  return {
    name: 'Ann',
    description: 'A singer',
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

/** What a call rejects with. @param unclear it may have had its effect all the same */
export function sampleProblem(kind: ProblemKind, unclear = kind === 'UNAVAILABLE'): ProblemError {
  return new ProblemError(makeProblem(kind, `${kind}.`), { unclear });
}
