import type { Element, Task } from '@kling-elements/validation';

/** An element, with the task that created it. */
export interface ElementInTask extends Element {
  readonly task: Task;
}

/** The element with an ID, if it is the task's. */
export function elementIn(task: Task, id: string): ElementInTask | undefined {
  return elementsOf(task).find((element) => element.id === id);
}

export function elementsOf(task: Task): ElementInTask[] {
  return task.elements.map((element) => ({ ...element, task }));
}
