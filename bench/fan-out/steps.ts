export const statuses = ['SUBMITTED', 'PROCESSING', 'SUCCEEDED'] as const;
export type Status = (typeof statuses)[number];

/** A state of a task, as its subscribers receive it. No two states of a task are equal. */
export interface Step {
  readonly status: Status;
  readonly message: string | null;
}

/** A task as Kling has it: every status once. The last one completes its subscriptions. */
export const wholeLife: readonly Step[] = statuses.map(stepOf);

/** A task that never ends, for servers that don't interpret updates. @param changes their number */
export function longLife(changes: number): readonly Step[] {
  return [
    stepOf('SUBMITTED', 0),
    ...Array.from({ length: changes }, (_, index) => stepOf('PROCESSING', index + 1)),
  ];
}

function stepOf(status: Status, index: number): Step {
  return { status, message: index === 0 ? null : `The uploaded images are inspected in pass no. ${index}.` };
}
