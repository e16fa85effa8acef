import { type Operation, operations } from './operations.ts';

/** A request to Kling's API and how it was answered. */
export interface LoggedRequest {
  /** Undefined for an unknown path or method. */
  readonly operation: Operation | undefined;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** When it arrived, Unix milliseconds. */
  readonly time: number;
  /** The HTTP status of the response; undefined while there is none. */
  status: number | undefined;
  /** The kind of fault that was applied to its response. */
  fault: string | undefined;
}

/** Requests kept; the counts are never reset. */
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
