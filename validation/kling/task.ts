import * as z from 'zod/mini';

import { elementSchema } from './element.ts';
import { imageListSchema } from './image.ts';
import {
  anyEntries,
  decimalOrNull,
  idOrNull,
  idSchema,
  looseShape,
  readableEntries,
  textOrNull,
  timeOrNull,
} from './values.ts';
import { videoSchema } from './video.ts';
import { voiceSchema } from './voice.ts';

export const taskStatuses = ['SUBMITTED', 'PROCESSING', 'SUCCEEDED', 'FAILED'] as const;
export type TaskStatus = (typeof taskStatuses)[number];

const statusOfWord: ReadonlyMap<string, TaskStatus> = new Map([
  ['submitted', 'SUBMITTED'],
  ['processing', 'PROCESSING'],
  ['succeed', 'SUCCEEDED'],
  ['succeeded', 'SUCCEEDED'],
  ['failed', 'FAILED'],
]);

/**
 * Parses a status of the API or of either callback shape. An undocumented one counts as PROCESSING, so that the task
 * is fetched again, and is returned as `unknownStatus` to be reported.
 */
export function readStatus(word: string): { status: TaskStatus; unknownStatus: string | null } {
  const status = statusOfWord.get(word);
  return status === undefined
    ? { status: 'PROCESSING', unknownStatus: word }
    : { status, unknownStatus: null };
}

/** Whether a status never changes again (docs/kling-api.md, section 4). */
export function isFinal(status: TaskStatus): boolean {
  return status === 'SUCCEEDED' || status === 'FAILED';
}

/** A task as in the responses of create, get and lists, and in the legacy callback (docs/kling-api.md, sections 4 and 7). */
export const taskSchema = z.pipe(
  z.object({
    task_id: idSchema,
    task_status: z.string(),
    task_status_msg: textOrNull,
    task_info: looseShape({ external_task_id: idOrNull }),
    task_result: looseShape({
      elements: readableEntries(elementSchema),
      voices: readableEntries(voiceSchema),
      videos: readableEntries(videoSchema),
      images: imageListSchema,
      series_images: imageListSchema,
    }),
    final_unit_deduction: decimalOrNull,
    created_at: timeOrNull,
    updated_at: timeOrNull,
  }),
  z.transform((task) => ({
    id: task.task_id,
    externalId: task.task_info.external_task_id,
    ...readStatus(task.task_status),
    /** The reason, when FAILED. */
    statusMessage: task.task_status_msg,
    elements: task.task_result.elements,
    voices: task.task_result.voices,
    videos: task.task_result.videos,
    /** Single images, then those of a series. */
    images: [...task.task_result.images, ...task.task_result.series_images],
    /** Unix milliseconds; 0 if unknown. */
    createdAt: task.created_at ?? task.updated_at ?? 0,
    /** Unix milliseconds; 0 if unknown. */
    updatedAt: task.updated_at ?? task.created_at ?? 0,
    /** A decimal number, as Kling gives it. */
    unitsCharged: task.final_unit_deduction,
  })),
);
export type Task = z.output<typeof taskSchema>;

/** Parses a task of Kling's; undefined if it is not one. */
export function readTask(value: unknown): Task | undefined {
  const read = z.safeParse(taskSchema, value);
  return read.success ? read.data : undefined;
}

/** A page of tasks. Unreadable entries are omitted and counted, so that one of them cannot hide the rest. */
export const taskListSchema = z.pipe(
  anyEntries,
  z.transform((entries) => {
    const tasks: Task[] = [];
    for (const entry of entries) {
      const task = readTask(entry);
      if (task !== undefined) tasks.push(task);
    }
    return { tasks, length: entries.length, unreadable: entries.length - tasks.length };
  }),
);
/** `length`: the number of entries on the page, readable or not; a page that is not full is the last. */
export type TaskList = z.output<typeof taskListSchema>;
