import type { DocumentNode, ExecutionResult, ValidatedSubscriptionArgs } from 'graphql';

import { weakMemo } from './weak-memo.ts';

/** Executes a subscription's selection for an event. */
export type ExecuteEvent = (event: object) => ExecutionResult | Promise<ExecutionResult>;

/** The results that the subscribers of one operation share: each event is executed once for all of them. */
export class SharedExecutions {
  readonly #execute: ExecuteEvent;
  readonly #executeOnce: ExecuteEvent;
  readonly #onUnused: () => void;
  #readers = 0;

  /** @param onUnused called when the last subscriber has left */
  constructor(execute: ExecuteEvent, onUnused: () => void) {
    this.#execute = execute;
    this.#executeOnce = weakMemo(execute);
    this.#onUnused = onUnused;
  }

  /** The result of an event: the same object for all subscribers. For a single one it is not worth memoizing. */
  resultOf(event: object): ReturnType<ExecuteEvent> {
    return this.#readers === 1 ? this.#execute(event) : this.#executeOnce(event);
  }

  join(): this {
    this.#readers += 1;
    return this;
  }

  /** Call once for each {@link join}. */
  leave(): void {
    this.#readers -= 1;
    if (this.#readers === 0) this.#onUnused();
  }
}

/**
 * The operations that have subscribers. Subscriptions with the same document, operation and variables share their
 * results, whoever the viewers are: no subscription field depends on its viewer.
 */
export class SharedOperations {
  readonly #createExecute: (args: ValidatedSubscriptionArgs) => ExecuteEvent;
  readonly #byDocument = new WeakMap<DocumentNode, Map<string, SharedExecutions>>();

  /** @param createExecute called once for all subscribers of an operation */
  constructor(createExecute: (args: ValidatedSubscriptionArgs) => ExecuteEvent) {
    this.#createExecute = createExecute;
  }

  /** The results of an operation, with one more subscriber. */
  join(args: ValidatedSubscriptionArgs): SharedExecutions {
    const operations = this.#operationsIn(args.document);
    const key = JSON.stringify([args.operation.name?.value, args.variableValues.coerced]);
    let results = operations.get(key);
    if (results === undefined) {
      results = new SharedExecutions(this.#createExecute(args), () => operations.delete(key));
      operations.set(key, results);
    }
    return results.join();
  }

  #operationsIn(document: DocumentNode): Map<string, SharedExecutions> {
    const existing = this.#byDocument.get(document);
    if (existing !== undefined) return existing;
    const operations = new Map<string, SharedExecutions>();
    this.#byDocument.set(document, operations);
    return operations;
  }
}
