import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildSchema, type GraphQLSchema, printSchema } from 'graphql';

export const root = join(import.meta.dirname, '../..');

/** The gateway's schema, from its SDL files. */
export function currentSchema(): GraphQLSchema {
  const files = globSync('gateway/graphql/schema/**/*.graphql', { cwd: root }).sort();
  return buildSchema(files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n'));
}

/** As a gateway serves it at `/schema.graphql`. */
export function textOf(schema: GraphQLSchema): string {
  return `${printSchema(schema)}\n`;
}
