import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

import type { Compilable } from 'kysely';

/** Placeholder in a query for a value that is passed when it runs. */
class Parameter {
  readonly name: PropertyKey;

  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/** A statement that is built by Kysely once, kept prepared by SQLite and run often. */
export interface PreparedStatement<Values, Row> {
  get(values: Values): Row | undefined;
  all(values: Values): Row[];
  /** @returns the number of rows changed */
  run(values: Values): number;
  /** @returns the number that a row inserted into a numbered table was given */
  insert(values: Values): number;
}

/**
 * @param build returns the query; `value(name)` is the placeholder for a value that is passed to each run
 */
export function prepareStatement<Values extends object, Row = unknown>(
  database: DatabaseSync,
  build: (value: <Name extends keyof Values>(name: Name) => Values[Name]) => Compilable<Row>,
): PreparedStatement<Values, Row> {
  // Kysely passes values through untouched, so a placeholder can replace a value of any type.
  const compiled = build((name) => new Parameter(name) as never).compile();
  const statement = database.prepare(compiled.sql);
  const bound = (values: Values) =>
    compiled.parameters.map(
      (part) => (part instanceof Parameter ? values[part.name as keyof Values] : part) as SQLInputValue,
    );
  return {
    get: (values) => statement.get(...bound(values)) as Row | undefined,
    all: (values) => statement.all(...bound(values)) as Row[],
    run: (values) => Number(statement.run(...bound(values)).changes),
    insert: (values) => Number(statement.run(...bound(values)).lastInsertRowid),
  };
}
