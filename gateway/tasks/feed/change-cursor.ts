import type { ChangePosition } from '../../ledger/change.ts';

const pattern = /^([0-9a-z]{1,10})-([0-9a-z]{1,9})$/;
const radix = 36;

/** The opaque cursor of a change: short, and fit for the ID of a Server-Sent Event. */
export function cursorOf({ sequence, at }: ChangePosition): string {
  return `${sequence.toString(radix)}-${at.toString(radix)}`;
}

/** @returns undefined for a text that is no cursor */
export function readChangeCursor(cursor: string): ChangePosition | undefined {
  const [, sequence, at] = pattern.exec(cursor) ?? [];
  if (sequence === undefined || at === undefined) return undefined;
  return { sequence: Number.parseInt(sequence, radix), at: Number.parseInt(at, radix) };
}

const messages = {
  NOT_A_CURSOR: 'This is not a cursor of a change. Use one that taskChanges has returned.',
  CURSOR_TOO_OLD:
    'This cursor is too old: changes after it may have been deleted. Query the tasks, and subscribe without a cursor.',
};

/** Nothing can be continued after the cursor. */
export class ChangeCursorError extends Error {
  override readonly name = 'ChangeCursorError';
  readonly reason: keyof typeof messages;

  constructor(reason: keyof typeof messages) {
    super(messages[reason]);
    this.reason = reason;
  }
}
