import type { Element } from '../kling/element.ts';
import { isFinal, type Task, type TaskStatus } from '../kling/task.ts';

const rank: Readonly<Record<TaskStatus, number>> = { SUBMITTED: 0, PROCESSING: 1, SUCCEEDED: 2, FAILED: 2 };

export interface Merged {
  /** What is known after the update; the same object as before if the update changed nothing. */
  readonly task: Task;
  /** Whether the status moved forward, which is what subscribers receive. */
  readonly statusChanged: boolean;
}

/**
 * Merges an update into what is known of a task. Updates may come from any source, late, repeatedly and in any order:
 * a status only moves forward (submitted, processing, final), a final one never changes, known details are kept, and
 * a deleted element stays deleted.
 */
export function mergeTask(known: Task | undefined, update: Task): Merged {
  if (known === undefined) return { task: update, statusChanged: true };
  const ahead = rank[update.status] > rank[known.status];
  const same = update.status === known.status;
  if (!ahead && !same) return { task: withExternalId(known, update), statusChanged: false };
  const newer = ahead || update.updatedAt >= known.updatedAt;
  const [first, second] = newer ? [update, known] : [known, update];
  const task: Task = {
    id: known.id,
    externalId: known.externalId ?? update.externalId,
    status: first.status,
    unknownStatus: first.unknownStatus,
    statusMessage: first.statusMessage ?? (same ? second.statusMessage : null),
    elements: mergeElements(first.elements, second.elements),
    voices: moreOf(first.voices, second.voices),
    videos: moreOf(first.videos, second.videos),
    images: moreOf(first.images, second.images),
    createdAt: earliest(known.createdAt, update.createdAt),
    updatedAt: Math.max(known.updatedAt, update.updatedAt),
    unitsCharged: first.unitsCharged ?? second.unitsCharged,
  };
  return { task: ahead || !equal(task, known) ? task : known, statusChanged: ahead };
}

/** Whether Kling will have nothing more to say: the task failed, or succeeded and has what it made. */
export function hasDetails(task: Task): boolean {
  const { elements, voices, videos, images } = task;
  const made = elements.length + voices.length + videos.length + images.length;
  return isFinal(task.status) && (task.status === 'FAILED' || made > 0);
}

/** A source that leaves out what was made has nothing new to say about it. */
function moreOf<Made>(first: readonly Made[], second: readonly Made[]): Made[] {
  return [...(first.length > 0 ? first : second)];
}

/** An outdated update can still contain the external ID. */
function withExternalId(known: Task, update: Task): Task {
  return known.externalId === null && update.externalId !== null
    ? { ...known, externalId: update.externalId }
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

/** 0 is an unknown time. */
function earliest(one: number, other: number): number {
  if (one === 0 || other === 0) return Math.max(one, other);
  return Math.min(one, other);
}

/** Tasks are plain data whose fields are always in the same order, so equal tasks have equal JSON. */
function equal(one: Task, other: Task): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
