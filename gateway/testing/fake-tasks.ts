import type { Created, CreateElementInput, SignedCallback, Task } from '@kling-elements/validation';

import type { Change, ChangePosition } from '../ledger/change.ts';
import type { CallbackReceipt, Tasks, WantedChanges } from '../tasks/tasks.ts';
import { type Pushed, pushed } from './pushed.ts';
import { sampleTask } from './samples.ts';

/** Tasks without ledger and Kling: the test decides what they know and return. */
export class FakeTasks implements Tasks {
  readonly known = new Map<string, Task>();
  readonly created: CreateElementInput[] = [];
  /** External IDs of the creates that have begun and not ended. */
  readonly announced = new Set<string>();
  readonly requestedBy: (string | null)[] = [];
  readonly deleted: string[] = [];
  readonly recorded: Task[] = [];
  readonly received: { token: string; callback: SignedCallback }[] = [];
  readonly streams = new Map<string, Pushed<Task>>();
  readonly changeStreams: Pushed<Change>[] = [];
  /** What the subscribers to all changes wanted. */
  readonly wantedChanges: WantedChanges[] = [];
  newest: ChangePosition | undefined;
  receipt: CallbackReceipt = 'ACCEPTED';
  isClosed = false;
  /** What `createElement` and `deleteElement` do. They succeed by default. */
  onCreate: () => Promise<Created> = () => Promise.resolve({ task: sampleTask(), repeated: false });
  onDelete: () => Promise<void> = () => Promise.resolve();
  onGet: (key: string) => Promise<Task | undefined> = (key) => Promise.resolve(this.known.get(key));
  /** Called at each subscription, to one task or to all. */
  onSubscribe: () => void = () => undefined;

  createElement(input: CreateElementInput, requestedBy: string | null): Promise<Created> {
    // Copied, because files are freed after the operation.
    this.created.push(structuredClone(input));
    this.requestedBy.push(requestedBy);
    return this.onCreate();
  }

  announceCreation(externalId: string): () => void {
    this.announced.add(externalId);
    return () => this.announced.delete(externalId);
  }

  get(key: string): Promise<Task | undefined> {
    return this.onGet(key);
  }

  findByElement(elementId: string): Promise<Task | undefined> {
    const hasElement = (task: Task) => task.elements.some(({ id }) => id === elementId);
    return Promise.resolve([...this.known.values()].find(hasElement));
  }

  recordListed(tasks: readonly Task[]): Promise<void> {
    this.recorded.push(...tasks);
    return Promise.resolve();
  }

  deleteElement(elementId: string): Promise<void> {
    this.deleted.push(elementId);
    return this.onDelete();
  }

  /** The stream of one task, which the test fills before or after a client subscribes. */
  stream(key: string): Pushed<Task> {
    const stream = this.streams.get(key) ?? pushed<Task>();
    this.streams.set(key, stream);
    return stream;
  }

  subscribe(key: string): AsyncIterableIterator<Task> {
    this.onSubscribe();
    return this.stream(key);
  }

  subscribeToAll(wanted: WantedChanges): Promise<AsyncIterableIterator<Change>> {
    this.wantedChanges.push(wanted);
    const stream = pushed<Change>();
    this.changeStreams.push(stream);
    this.onSubscribe();
    return Promise.resolve(stream);
  }

  newestChange(): Promise<ChangePosition | undefined> {
    return Promise.resolve(this.newest);
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
