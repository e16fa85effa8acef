import {
  type DocumentNode,
  GraphQLError,
  type GraphQLErrorOptions,
  Kind,
  Lexer,
  parse,
  Source,
  TokenKind,
} from 'graphql';

import type { OperationPlugin } from '../operation-plugin.ts';
import { type DocumentSize, measure, type MeasuredDefinition } from './document-size.ts';

/** Of a document; a string of any length counts as one. The same number of comments is allowed. */
const maxTokens = 2000;

/** Levels of nested braces, brackets and parentheses. */
const maxNesting = 500;

/** What one operation may select. GraphiQL's introspection has 232 fields on 15 levels, and one at the root. */
const limits: readonly Limit[] = [
  {
    property: 'rootFields',
    max: 20,
    found: (count) => `has ${count} root fields`,
    allowed: 'at most 20 are allowed',
    advice: 'Split it into several requests.',
  },
  {
    property: 'depth',
    max: 20,
    found: (count) => `is ${count} levels deep`,
    allowed: 'at most 20 levels are allowed',
    advice: 'Leave out the innermost levels.',
  },
  {
    property: 'fields',
    max: 300,
    found: (count) => `selects ${count} fields (those of a fragment count wherever it is spread)`,
    allowed: 'at most 300 are allowed',
    advice: 'Select fewer fields, or split it into several requests.',
  },
];

interface Limit {
  readonly property: keyof DocumentSize;
  readonly max: number;
  readonly found: (count: string) => string;
  readonly allowed: string;
  readonly advice: string;
}

/**
 * Refuses documents that are too large (`QUERY_TOO_LARGE`): by tokens and nesting before they are parsed to the end, by
 * fields before any other rule is applied. Arguments and variables play no part, so the result can be cached with the
 * document.
 */
export function useLimits(): OperationPlugin {
  return {
    // The parser counts tokens itself, so it takes the place of the next one.
    parse: () => (query) => {
      const tooNested = nestingError(new Source(query));
      if (tooNested !== undefined) throw tooNested;
      try {
        return parse(query, { maxLexicalTokens: maxTokens, maxComments: maxTokens });
      } catch (error) {
        throw lengthError(error) ?? error;
      }
    },

    validate: (next) => (schema, document, context) => {
      const tooLarge = sizeError(document);
      return tooLarge === undefined ? next(schema, document, context) : [tooLarge];
    },
  };
}

/** The parser is recursive: deeper nesting would exhaust the stack. */
function nestingError(source: Source): GraphQLError | undefined {
  const lexer = new Lexer(source);
  let depth = 0;
  try {
    for (let tokens = 0; tokens <= maxTokens; tokens += 1) {
      const { kind, start } = lexer.advance();
      if (kind === TokenKind.EOF) return undefined;
      depth += opening.has(kind) ? 1 : closing.has(kind) ? -1 : 0;
      if (depth <= maxNesting) continue;
      return queryTooLarge(
        `This document has more than ${maxNesting} levels of nested brackets, which is the limit. Leave out the innermost levels.`,
        { source, positions: [start] },
      );
    }
  } catch {
    // The parser reports what is not a token.
  }
  return undefined;
}

const opening: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** The parser's error has no code, so it is recognised by its message. */
const tooMany = /^Syntax Error: Document contains more than \d+ (tokens|comments)\./;

function lengthError(error: unknown): GraphQLError | undefined {
  if (!(error instanceof GraphQLError)) return undefined;
  const counted = tooMany.exec(error.message)?.[1];
  if (counted === undefined) return undefined;
  const { source, positions } = error;
  return queryTooLarge(
    `This document has more than ${maxTokens} ${counted}, which is the limit. Move long inputs to variables, or split it into several requests.`,
    { source, positions },
  );
}

function sizeError(document: DocumentNode): GraphQLError | undefined {
  for (const { definition, size } of measure(document)) {
    const isFragment = definition.kind === Kind.FRAGMENT_DEFINITION;
    for (const { property, max, found, allowed, advice } of limits) {
      // The first level of a fragment is at the root only if an operation spreads it there.
      if (size[property] <= max || (isFragment && property === 'rootFields')) continue;
      return queryTooLarge(
        `This ${kindOf(definition)} ${found(inWords(size[property]))}; ${allowed}. ${advice}`,
        { nodes: definition },
      );
    }
  }
  return undefined;
}

function queryTooLarge(message: string, position: GraphQLErrorOptions): GraphQLError {
  return new GraphQLError(message, { ...position, extensions: { code: 'QUERY_TOO_LARGE' } });
}

function kindOf(definition: MeasuredDefinition['definition']): string {
  return definition.kind === Kind.OPERATION_DEFINITION ? definition.operation : 'fragment';
}

/** Fragments that spread each other twice reach numbers of a hundred digits. */
function inWords(count: number): string {
  return count > 1_000_000 ? 'more than a million' : String(count);
}
