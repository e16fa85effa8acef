import {
  type DocumentNode,
  GraphQLError,
  type GraphQLErrorOptions,
  Kind,
  Lexer,
  type parse,
  Source,
  TokenKind,
  type validate,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';

import { type DocumentSize, measure, type MeasuredDefinition } from './document-size.ts';

/** Names, marks and values of a document; a value of any length is one. Comments are counted apart, up to the same. */
const mostTokens = 2000;

/** Braces, brackets and parentheses within each other, whatever they stand for. */
const mostNested = 500;

/** What one operation may ask for. GraphiQL's introspection has 232 fields on 15 levels, and one at the root. */
const limits: readonly Limit[] = [
  {
    of: 'rootFields',
    most: 20,
    had: (count) => `has ${count} fields at its root`,
    advice: 'Ask for the others in further requests.',
  },
  {
    of: 'depth',
    most: 20,
    had: (count) => `is ${count} levels deep`,
    advice: 'Leave out the inner levels.',
  },
  {
    of: 'fields',
    most: 300,
    had: (count) => `has ${count} fields, each fragment's counted wherever it is spread`,
    advice: 'Leave out what is not needed, or ask for the rest in further requests.',
  },
];

interface Limit {
  readonly of: keyof DocumentSize;
  readonly most: number;
  readonly had: (count: string) => string;
  readonly advice: string;
}

/**
 * Refuses documents that ask for too much (`QUERY_TOO_LARGE`): by their brackets and tokens before they are parsed to
 * the end, by their fields before any other rule looks at them. Arguments and variables play no part, so that the verdict on a
 * document can be kept with it.
 */
export function useLimits(): Plugin {
  return {
    onParse({ parseFn, setParseFn }) {
      const read = parseFn as typeof parse;
      setParseFn(((source, options) => {
        const nested = tooNested(typeof source === 'string' ? new Source(source) : source);
        if (nested !== undefined) throw nested;
        try {
          return read(source, { ...options, maxLexicalTokens: mostTokens, maxComments: mostTokens });
        } catch (error) {
          throw tooLong(error) ?? error;
        }
      }) satisfies typeof parse);
    },

    onValidate({ validateFn, setValidationFn }) {
      const judge = validateFn as typeof validate;
      setValidationFn(((schema, document, ...others) => {
        const large = tooLarge(document);
        return large === undefined ? judge(schema, document, ...others) : [large];
      }) satisfies typeof validate);
    },
  };
}

/** The parser calls itself for each level, and would come to the end of the stack. */
function tooNested(source: Source): GraphQLError | undefined {
  const lexer = new Lexer(source);
  let depth = 0;
  try {
    for (let tokens = 0; tokens <= mostTokens; tokens += 1) {
      const { kind, start } = lexer.advance();
      if (kind === TokenKind.EOF) return undefined;
      depth += opening.has(kind) ? 1 : closing.has(kind) ? -1 : 0;
      if (depth <= mostNested) continue;
      return refusal(
        `This document has more than ${mostNested} brackets within each other; ${mostNested} are allowed. Leave out the inner levels.`,
        { source, positions: [start] },
      );
    }
  } catch {
    // What is no token is for the parser to tell.
  }
  return undefined;
}

const opening: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** The parser has no other mark for it than its words. */
const aborted = /^Syntax Error: Document contains more than \d+ (tokens|comments)\./;

function tooLong(error: unknown): GraphQLError | undefined {
  if (!(error instanceof GraphQLError)) return undefined;
  const counted = aborted.exec(error.message)?.[1];
  if (counted === undefined) return undefined;
  const { source, positions } = error;
  return refusal(
    `This document has more than ${mostTokens} ${counted}; ${mostTokens} are allowed. Put long inputs into variables, or ask for the rest in further requests.`,
    { source, positions },
  );
}

function tooLarge(document: DocumentNode): GraphQLError | undefined {
  for (const { definition, extent } of measure(document)) {
    const isFragment = definition.kind === Kind.FRAGMENT_DEFINITION;
    for (const { of, most, had, advice } of limits) {
      // A fragment's own level is a root's only where an operation spreads it there.
      if (extent[of] <= most || (isFragment && of === 'rootFields')) continue;
      return refusal(
        `This ${kindOf(definition)} ${had(inWords(extent[of]))}; ${most} are allowed. ${advice}`,
        { nodes: definition },
      );
    }
  }
  return undefined;
}

function refusal(message: string, place: GraphQLErrorOptions): GraphQLError {
  return new GraphQLError(message, { ...place, extensions: { code: 'QUERY_TOO_LARGE' } });
}

function kindOf(definition: MeasuredDefinition['definition']): string {
  return definition.kind === Kind.OPERATION_DEFINITION ? definition.operation : 'fragment';
}

/** Fragments that spread each other in pairs come to numbers of a hundred digits. */
function inWords(count: number): string {
  return count > 1_000_000 ? 'more than a million' : String(count);
}
