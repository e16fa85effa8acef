import type {
  Created,
  CreateElementInput,
  SignedCallback,
  Task,
  TaskStatus,
} from '@kling-elements/validation';

import type { CallbackReceipt, Tasks } from '../tasks/tasks.ts';
import { type Pushed, pushed } from './pushed.ts';
import { sampleTask } from './samples.ts';

/** Tasks without ledger and Kling: a test says what they know and hand out. */
export class FakeTasks implements Tasks {
  readonly known = new Map<string, Task>();
  readonly created: CreateElementInput[] = [];
  readonly askedBy: (string | null)[] = [];
  readonly deleted: string[] = [];
  readonly learned: Task[] = [];
  readonly received: { token: string; callback: SignedCallback }[] = [];
  readonly watched = new Map<string, Pushed<Task>>();
  readonly changed: Pushed<Task>[] = [];
  changesOf: readonly TaskStatus[] | undefined;
  receipt: CallbackReceipt = 'ACCEPTED';
  isClosed = false;
  /** What `create` and `deleteElement` do; by themselves they succeed. */
  onCreate: () => Promise<Created> = () => Promise.resolve({ task: sampleTask(), repeated: false });
  onDelete: () => Promise<void> = () => Promise.resolve();
  onGet: (key: string) => Promise<Task | undefined> = (key) => Promise.resolve(this.known.get(key));
  /** Called when somebody begins to watch, or to listen for changes. */
  onReader: () => void = () => undefined;

  createElement(input: CreateElementInput, askedBy: string | null): Promise<Created> {
    // A copy: files are freed when the operation is over.
    this.created.push(structuredClone(input));
    this.askedBy.push(askedBy);
    return this.onCreate();
  }

  get(key: string): Promise<Task | undefined> {
    return this.onGet(key);
  }

  findByElement(elementId: string): Promise<Task | undefined> {
    const holds = (task: Task) => task.elements.some(({ id }) => id === elementId);
    return Promise.resolve([...this.known.values()].find(holds));
  }

  recordListed(news: readonly Task[]): Promise<void> {
    this.learned.push(...news);
    return Promise.resolve();
  }

  deleteElement(elementId: string): Promise<void> {
    this.deleted.push(elementId);
    return this.onDelete();
  }

  /** What a test has pushed for the key before or will push. */
  stream(key: string): Pushed<Task> {
    const stream = this.watched.get(key) ?? pushed<Task>();
    this.watched.set(key, stream);
    return stream;
  }

  subscribe(key: string): AsyncIterableIterator<Task> {
    this.onReader();
    return this.stream(key);
  }

  subscribeToAll(statuses: readonly TaskStatus[] | undefined): AsyncIterableIterator<Task> {
    this.changesOf = statuses;
    const stream = pushed<Task>();
    this.changed.push(stream);
    this.onReader();
    return stream;
  }

  receiveCallback(token: string, callback: SignedCallback): Promise<CallbackReceipt> {
    this.received.push({ token, callback });
    return Promise.resolve(this.receipt);
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}
