import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

import type { Compilable } from 'kysely';

/** Stands in a query where a value will be. */
class Parameter {
  readonly name: PropertyKey;

  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/** A statement that Kysely has written and SQLite keeps prepared: built once, run often. */
export interface PreparedStatement<Values, Row> {
  get(values: Values): Row | undefined;
  all(values: Values): Row[];
  /** @returns how many rows it wrote */
  run(values: Values): number;
}

/**
 * @param build the query; `value(name)` stands for a value that each run brings
 */
export function prepareStatement<Values extends object, Row = unknown>(
  database: DatabaseSync,
  build: (value: <Name extends keyof Values>(name: Name) => Values[Name]) => Compilable<Row>,
): PreparedStatement<Values, Row> {
  // Kysely hands values through untouched, so a marker may take the place of one whatever its type.
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
  };
}
