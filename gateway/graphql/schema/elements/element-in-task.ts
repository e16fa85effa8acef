import type { Element, Task } from '@kling-elements/validation';

/** An element, with the task that created it. */
export interface ElementInTask extends Element {
  readonly task: Task;
}

export function elementsOf(task: Task): ElementInTask[] {
  return task.elements.map((element) => ({ ...element, task }));
}
