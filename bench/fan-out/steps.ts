export const statuses = ['SUBMITTED', 'PROCESSING', 'SUCCEEDED'] as const;
export type Status = (typeof statuses)[number];

/** A state of a task, as all who have subscribed to it are told; no two of a task are the same. */
export interface Step {
  readonly status: Status;
  readonly message: string | null;
}

/** A task as Kling has it: every status once. With the last one its subscriptions are over. */
export const wholeLife: readonly Step[] = statuses.map(stepOf);

/** A task that never ends, for servers that look at nothing. @param changes how many there will be */
export function longLife(changes: number): readonly Step[] {
  return [
    stepOf('SUBMITTED', 0),
    ...Array.from({ length: changes }, (_, index) => stepOf('PROCESSING', index + 1)),
  ];
}

function stepOf(status: Status, index: number): Step {
  return { status, message: index === 0 ? null : `The pictures are being looked at for the ${index}. time` };
}
