import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type SourceLocation,
} from 'graphql';

import { type Execute, mapResult, type Result } from '../operation-plugin.ts';
import { fillInDefaultValues } from './jit-default-values.ts';

/** Compiling costs as much as about a hundred executions, so only documents that keep coming are compiled. */
const executionsBeforeCompiling = 10;

/**
 * Executes frequent documents by a function compiled for each of them (graphql-jit), all others by `interpret`. The
 * results are the same. Documents are identified by object identity. Mutations are never compiled: compared with a
 * call to Kling their execution costs nothing.
 */
export function createExecute(): (args: ExecutionArgs, interpret: Execute) => Result {
  const entries = new WeakMap<DocumentNode, Entry>();
  return (args, interpret) => {
    let entry = entries.get(args.document);
    if (entry === undefined) entries.set(args.document, (entry = { executions: 0, compiled: undefined }));
    entry.executions += 1;
    if (entry.executions === executionsBeforeCompiling) void compile(entry, args);
    if (entry.compiled === undefined) return interpret(args);
    return mapResult(entry.compiled(args), (result) => likeInterpreted(result, args, interpret));
  };
}

interface Entry {
  executions: number;
  compiled: Execute | undefined;
}

async function compile(entry: Entry, { schema, document }: ExecutionArgs): Promise<void> {
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (operations.length !== 1 || operations[0]?.operation === OperationTypeNode.MUTATION) return;
  try {
    // Loaded only when needed, so that the gateway starts without it.
    const { compileQuery, isCompiledQuery } = await import('graphql-jit');
    fillInDefaultValues(schema);
    const compiled = compileQuery(schema, document, undefined, { disablingCapturingStackErrors: true });
    if (!isCompiledQuery(compiled)) return;
    entry.compiled = ({ rootValue, contextValue, variableValues }) =>
      compiled.query(rootValue, contextValue, variableValues);
  } catch {
    // A document that cannot be compiled is still interpreted.
  }
}

/**
 * A compiled query's result as graphql itself would give it. Without `data` the variables were wrong and nothing has
 * been executed yet: then graphql says more clearly what is wrong.
 */
function likeInterpreted(result: ExecutionResult, args: ExecutionArgs, interpret: Execute): Result {
  if (result.errors === undefined) return result;
  if (!('data' in result)) return interpret(args);
  return { errors: result.errors.map((error) => graphqlError(error, args.document)), data: result.data };
}

/** Compiled queries have their own class of error, which keeps the cause in another property. */
function graphqlError(error: GraphQLError, { loc }: DocumentNode): GraphQLError {
  const { message, locations, path, extensions } = error;
  const { originalError } = error as { readonly originalError?: unknown };
  const source = loc?.source;
  return new GraphQLError(message, {
    source,
    positions: source && locations?.map((place) => positionOf(place, source.body)),
    path,
    cause: originalError,
    extensions,
  });
}

const lineBreak = /\r\n|[\n\r]/g;

function positionOf({ line, column }: SourceLocation, text: string): number {
  lineBreak.lastIndex = 0;
  for (let current = 1; current < line; current += 1) lineBreak.exec(text);
  return lineBreak.lastIndex + column - 1;
}
