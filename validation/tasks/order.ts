import type { Element } from '../kling/element.ts';
import { isFinal, type Task, type TaskStatus } from '../kling/task.ts';

const rank: Readonly<Record<TaskStatus, number>> = { SUBMITTED: 0, PROCESSING: 1, SUCCEEDED: 2, FAILED: 2 };

export interface Merged {
  /** What is known after the news. The very object that was known before when the news changed nothing. */
  readonly task: Task;
  /** The status moved forward: the only thing that subscribers are told. */
  readonly statusChanged: boolean;
}

/**
 * What is known of a task after some news about it, from whatever source and in whatever order. A status only moves
 * forward (submitted, processing, final), a final one never changes, nothing once known is forgotten, and a deleted
 * element stays deleted: so late, repeated and reordered news changes nothing.
 */
export function mergeTask(known: Task | undefined, news: Task): Merged {
  if (known === undefined) return { task: news, statusChanged: true };
  const ahead = rank[news.status] > rank[known.status];
  const same = news.status === known.status;
  if (!ahead && !same) return { task: filledIn(known, news), statusChanged: false };
  const newer = ahead || news.updatedAt >= known.updatedAt;
  const [first, second] = newer ? [news, known] : [known, news];
  const task: Task = {
    id: known.id,
    externalId: known.externalId ?? news.externalId,
    status: first.status,
    unknownStatus: first.unknownStatus,
    statusMessage: first.statusMessage ?? (same ? second.statusMessage : null),
    elements: mergeElements(first.elements, second.elements),
    voices: first.voices.length > 0 ? first.voices : second.voices,
    createdAt: earliest(known.createdAt, news.createdAt),
    updatedAt: Math.max(known.updatedAt, news.updatedAt),
    unitsCharged: first.unitsCharged ?? second.unitsCharged,
  };
  return { task: ahead || !equal(task, known) ? task : known, statusChanged: ahead };
}

/** Whether nothing is missing that Kling will ever tell: final, and, if it succeeded, with its elements or voices. */
export function hasDetails(task: Task): boolean {
  return isFinal(task.status) && (task.status === 'FAILED' || task.elements.length + task.voices.length > 0);
}

/** News that is behind can still know the external id. */
function filledIn(known: Task, news: Task): Task {
  return known.externalId === null && news.externalId !== null
    ? { ...known, externalId: news.externalId }
    : known;
}

function mergeElements(first: readonly Element[], second: readonly Element[]): Element[] {
  if (first.length === 0) return [...second];
  const before = new Map(second.map((element) => [element.id, element]));
  return first.map((element) => {
    const known = before.get(element.id);
    if (known === undefined) return element;
    return {
      ...element,
      name: element.name || known.name,
      description: element.description || known.description,
      referenceType: element.referenceType ?? known.referenceType,
      frontalImage: element.frontalImage ?? known.frontalImage,
      otherImages: element.otherImages.length > 0 ? element.otherImages : known.otherImages,
      video: element.video ?? known.video,
      voice: element.voice ?? known.voice,
      tags: element.tags.length > 0 ? element.tags : known.tags,
      owner: element.owner || known.owner,
      preset: element.preset || known.preset,
      deleted: element.deleted || known.deleted,
    };
  });
}

/** 0 stands for a time that Kling did not give. */
function earliest(one: number, other: number): number {
  if (one === 0 || other === 0) return Math.max(one, other);
  return Math.min(one, other);
}

/** Tasks are plain data, read by one schema and merged in one order of fields: equal text, equal tasks. */
function equal(one: Task, other: Task): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
