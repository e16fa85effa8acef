import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type SourceLocation,
} from 'graphql';

import { fillInDefaultValues } from './jit-default-values.ts';

export type Result = ExecutionResult | Promise<ExecutionResult>;
export type Execute = (args: ExecutionArgs) => Result;

/** Compiling costs as much as some hundred executions: what comes a few times only is not worth it. */
const worthCompiling = 10;

/**
 * Executes documents that come often by a function made for each (graphql-jit), all others by `interpret`. The results
 * are the same. Documents are told apart by their identity; mutations are never compiled: next to a call of Kling
 * their execution costs nothing.
 */
export function createExecute(): (args: ExecutionArgs, interpret: Execute) => Result {
  const known = new WeakMap<DocumentNode, Known>();
  return (args, interpret) => {
    let entry = known.get(args.document);
    if (entry === undefined) known.set(args.document, (entry = { times: 0, compiled: undefined }));
    entry.times += 1;
    if (entry.times === worthCompiling) void compileSoon(entry, args);
    if (entry.compiled === undefined) return interpret(args);
    return after(entry.compiled(args), (result) => ownResult(result, args, interpret));
  };
}

interface Known {
  times: number;
  compiled: Execute | undefined;
}

/** Goes on with a result, at once where it is there. */
export function after(result: Result, next: (result: ExecutionResult) => Result): Result {
  return result instanceof Promise ? result.then(next) : next(result);
}

async function compileSoon(known: Known, { schema, document }: ExecutionArgs): Promise<void> {
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (operations.length !== 1 || operations[0]?.operation === OperationTypeNode.MUTATION) return;
  try {
    // Only loaded when something is worth it: a start does without.
    const { compileQuery, isCompiledQuery } = await import('graphql-jit');
    fillInDefaultValues(schema);
    const compiled = compileQuery(schema, document, undefined, { disablingCapturingStackErrors: true });
    if (!isCompiledQuery(compiled)) return;
    known.compiled = ({ rootValue, contextValue, variableValues }) =>
      compiled.query(rootValue, contextValue, variableValues);
  } catch {
    // What cannot be compiled goes on being interpreted.
  }
}

/** Without data it was the variables: nothing has been executed yet, and graphql says more clearly what is wrong. */
function ownResult(result: ExecutionResult, args: ExecutionArgs, interpret: Execute): Result {
  if (result.errors === undefined) return result;
  if (!('data' in result)) return interpret(args);
  return { errors: result.errors.map((error) => ownError(error, args.document)), data: result.data };
}

/** Compiled queries have an error of their own, which keeps what was thrown in another place. */
function ownError(error: GraphQLError, { loc }: DocumentNode): GraphQLError {
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
  for (let passed = 1; passed < line; passed += 1) lineBreak.exec(text);
  return lineBreak.lastIndex + column - 1;
}
