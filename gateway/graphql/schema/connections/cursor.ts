import { invalid } from '../problems/invalid-argument.ts';

/** Where an edge stood in one of Kling's lists when it was read. */
export interface Place {
  /** Entries before it, at least. */
  readonly offset: number;
  /** The task's id: lists grow at their front, so it is found again at the same place or further on. */
  readonly taskId: string;
  /** Which of the task's elements or voices; 0 for the task itself. */
  readonly index: number;
}

/** The opaque text of a place in the list of this name. */
export function writeCursor(list: string, { offset, taskId, index }: Place): string {
  return Buffer.from(JSON.stringify([list, offset, taskId, index])).toString('base64url');
}

/** @throws ProblemError, INVALID, when the text is not a cursor of this list. */
export function readCursor(list: string, cursor: string): Place {
  const place = placeIn(list, cursor);
  // Whatever else decodes by chance was not written here.
  if (place === undefined || writeCursor(list, place) !== cursor) {
    throw invalid('This cursor does not belong to this list; take one from its pageInfo or edges.');
  }
  return place;
}

function placeIn(list: string, cursor: string): Place | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts)) return undefined;
  const [name, offset, taskId, index] = parts as unknown[];
  return name === list && isCount(offset) && typeof taskId === 'string' && isCount(index)
    ? { offset, taskId, index }
    : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
