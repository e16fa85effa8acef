import { invalidArgument } from '../problems/invalid-argument.ts';

/** The position of an edge in one of Kling's lists when it was read. */
export interface Position {
  /** The minimum number of entries before it. */
  readonly offset: number;
  /** Lists grow at their front, so the task is found again at the same offset or a higher one. */
  readonly taskId: string;
  /** Of the task's elements or voices; 0 for the task itself. */
  readonly index: number;
}

/** The opaque cursor of a position. @param list the list's name */
export function writeCursor(list: string, { offset, taskId, index }: Position): string {
  return Buffer.from(JSON.stringify([list, offset, taskId, index])).toString('base64url');
}

/** @throws GraphQLError `BAD_USER_INPUT` if the text is not a cursor of this list */
export function readCursor(list: string, cursor: string): Position {
  const position = positionIn(list, cursor);
  // Other texts may decode to the same position, but were not returned by writeCursor.
  if (position === undefined || writeCursor(list, position) !== cursor) {
    throw invalidArgument('This cursor does not belong to this list. Use one from its pageInfo or edges.');
  }
  return position;
}

function positionIn(list: string, cursor: string): Position | undefined {
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
