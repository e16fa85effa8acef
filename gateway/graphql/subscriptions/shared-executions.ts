import type { DocumentNode, ExecutionResult, ValidatedSubscriptionArgs } from 'graphql';

import { weakMemo } from './weak-memo.ts';

/** Executes a subscription's selection for an event. */
export type ExecuteEvent = (event: object) => ExecutionResult | Promise<ExecutionResult>;

/** What the subscribers of one operation are sent: each event is executed once, however many read it. */
export class SharedExecutions {
  readonly #execute: ExecuteEvent;
  readonly #executeOnce: ExecuteEvent;
  readonly #unused: () => void;
  #readers = 0;

  constructor(execute: ExecuteEvent, unused: () => void) {
    this.#execute = execute;
    this.#executeOnce = weakMemo(execute);
    this.#unused = unused;
  }

  /** The result of an event; the same object for all who ask. What only one asks for is not worth remembering. */
  of(event: object): ReturnType<ExecuteEvent> {
    return this.#readers === 1 ? this.#execute(event) : this.#executeOnce(event);
  }

  join(): this {
    this.#readers += 1;
    return this;
  }

  /** To be called once for each {@link join}. */
  leave(): void {
    this.#readers -= 1;
    if (this.#readers === 0) this.#unused();
  }
}

/**
 * The operations that are subscribed to. Subscriptions with the same document, operation and variables share their
 * results, whoever reads them: no field that can be subscribed to depends on its viewer.
 */
export class SharedOperations {
  readonly #executing: (args: ValidatedSubscriptionArgs) => ExecuteEvent;
  readonly #ofDocuments = new WeakMap<DocumentNode, Map<string, SharedExecutions>>();

  /** @param executing what executes the events of an operation; called once for all who share it */
  constructor(executing: (args: ValidatedSubscriptionArgs) => ExecuteEvent) {
    this.#executing = executing;
  }

  /** The results of an operation, with one more reader. */
  join(args: ValidatedSubscriptionArgs): SharedExecutions {
    const operations = this.#operationsOf(args.document);
    const key = JSON.stringify([args.operation.name?.value, args.variableValues.coerced]);
    let results = operations.get(key);
    if (results === undefined) {
      results = new SharedExecutions(this.#executing(args), () => operations.delete(key));
      operations.set(key, results);
    }
    return results.join();
  }

  #operationsOf(document: DocumentNode): Map<string, SharedExecutions> {
    const known = this.#ofDocuments.get(document);
    if (known !== undefined) return known;
    const operations = new Map<string, SharedExecutions>();
    this.#ofDocuments.set(document, operations);
    return operations;
  }
}
