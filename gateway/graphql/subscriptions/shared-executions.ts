import type { DocumentNode, ExecutionResult, ValidatedSubscriptionArgs } from 'graphql';

import { selectionVariables } from './selection-variables.ts';
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

interface OperationsInDocument {
  readonly variables: ReadonlySet<string>;
  readonly byKey: Map<string, SharedExecutions>;
}

/**
 * The operations that have subscribers. Subscriptions with the same document, operation and variables share their
 * results, whoever the viewers are: no subscription field depends on its viewer, nor on its arguments once it has its
 * event. Otherwise nobody would share anything with those who continue after a cursor.
 */
export class SharedOperations {
  readonly #createExecute: (args: ValidatedSubscriptionArgs) => ExecuteEvent;
  readonly #byDocument = new WeakMap<DocumentNode, OperationsInDocument>();

  /** @param createExecute called once for all subscribers of an operation */
  constructor(createExecute: (args: ValidatedSubscriptionArgs) => ExecuteEvent) {
    this.#createExecute = createExecute;
  }

  /** The results of an operation, with one more subscriber. */
  join(args: ValidatedSubscriptionArgs): SharedExecutions {
    const { variables, byKey } = this.#operationsIn(args.document);
    const values = Object.entries(args.variableValues.coerced).filter(([name]) => variables.has(name));
    const key = JSON.stringify([args.operation.name?.value, values]);
    let results = byKey.get(key);
    if (results === undefined) {
      results = new SharedExecutions(this.#createExecute(args), () => byKey.delete(key));
      byKey.set(key, results);
    }
    return results.join();
  }

  #operationsIn(document: DocumentNode): OperationsInDocument {
    const existing = this.#byDocument.get(document);
    if (existing !== undefined) return existing;
    const operations = {
      variables: selectionVariables(document),
      byKey: new Map<string, SharedExecutions>(),
    };
    this.#byDocument.set(document, operations);
    return operations;
  }
}
