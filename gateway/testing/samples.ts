import type { Element, Task, TaskList, Voice } from '@kling-elements/validation';

export function sampleElement(given: Partial<Element> = {}): Element {
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
    ...given,
  };
}

export function sampleVoice(given: Partial<Voice> = {}): Voice {
  return { id: 'v1', name: 'Ann', sampleUrl: null, preset: false, owner: '855', deleted: false, ...given };
}

/** A finished task with one element, 2024-08-04T07:59:17.708Z. */
export function sampleTask(given: Partial<Task> = {}): Task {
  return {
    id: '1000',
    externalId: null,
    status: 'SUCCEEDED',
    unknownStatus: null,
    statusMessage: null,
    elements: [sampleElement()],
    voices: [],
    createdAt: 1722758357708,
    updatedAt: 1722758357708,
    unitsCharged: '0',
    ...given,
  };
}

/** As many finished tasks as wanted, the newest (with the highest id) first. */
export function sampleTasks(count: number): Task[] {
  return Array.from({ length: count }, (_, index) => {
    const id = String(count - index);
    return sampleTask({ id, elements: [sampleElement({ id: `9${id}` })] });
  });
}

/** Kling's aligned page of a list. */
export function pageOf(
  tasks: readonly Task[],
  { pageNum, pageSize }: { readonly pageNum: number; readonly pageSize: number },
): TaskList {
  const page = tasks.slice((pageNum - 1) * pageSize, pageNum * pageSize);
  return { tasks: page, length: page.length, unreadable: 0 };
}
