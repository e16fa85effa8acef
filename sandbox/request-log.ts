import { type Operation, operations } from './operations.ts';

/** A call of Kling's API, as it came and as it went. */
export interface LoggedRequest {
  /** Undefined when there is no such call. */
  readonly operation: Operation | undefined;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** When it came, Unix milliseconds. */
  readonly time: number;
  /** The HTTP status of the answer; undefined when there was none (yet). */
  status: number | undefined;
  /** The kind of the fault that struck its answer. */
  fault: string | undefined;
}

/** Requests that are remembered; the counts go on. */
const remembered = 10_000;

export class RequestLog {
  readonly entries: LoggedRequest[] = [];
  readonly calls = Object.fromEntries(operations.map((name) => [name, 0])) as Record<Operation, number>;

  add(entry: LoggedRequest): void {
    if (entry.operation !== undefined) this.calls[entry.operation] += 1;
    this.entries.push(entry);
    if (this.entries.length > remembered) this.entries.splice(0, remembered / 10);
  }
}
