import type { DocumentNode, GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';

import { mapResult, type OperationPlugin } from '../operation-plugin.ts';
import { restoreErrorPositions } from './error-positions.ts';
import { createExecute } from './jit.ts';
import { type HoistedDocument, hoistLiterals, literalValues } from './literal-hoisting.ts';
import { type Literal, splitLiterals } from './literal-scanner.ts';

/** UTF-16 units. Longer queries are rare and would push out many others, so they are parsed each time. */
const maxQueryLength = 10_000;
/** UTF-16 units of all cached queries. */
const maxCacheLength = 1_000_000;

/** What all queries of one template share: a document, unless each of them needs its own. */
type Template = { readonly hoisted: HoistedDocument; readonly literals: readonly Literal[] } | 'NOT_SHARED';

/** The key of a context's query. A WeakMap of contexts would make every garbage collection more expensive. */
const splitQuery = Symbol('splitQuery');

type DocumentContext = { [splitQuery]?: SplitQuery };

/** The query of one operation, when it contains literals. */
interface SplitQuery {
  readonly query: string;
  readonly template: string;
  readonly literals: readonly Literal[];
  /** Set when it uses a shared document: variables to add, and the literals that the document was made with. */
  shared?: { readonly values: Record<string, unknown>; readonly literals: readonly Literal[] };
}

/**
 * Caches parsed and validated documents, and compiles the frequent ones. Queries that differ only in their literals
 * share one document, so an ID in the text costs little more than one in a variable: no-code tools write them there.
 */
export function useDocumentCache(): OperationPlugin {
  const sizes = { maxSize: maxCacheLength, sizeCalculation: (_: unknown, text: string) => text.length + 1 };
  const documents = new LRUCache<string, DocumentNode>(sizes);
  const templates = new LRUCache<string, Template>(sizes);
  const validationErrors = new WeakMap<DocumentNode, readonly GraphQLError[]>();
  const execute = createExecute();

  function sharedDocument(split: SplitQuery): DocumentNode | undefined {
    const template = templates.get(split.template);
    if (template === undefined || template === 'NOT_SHARED') return undefined;
    const values = literalValues(split.literals, template.hoisted.types);
    if (values === undefined) return undefined;
    split.shared = { values, literals: template.literals };
    return template.hoisted.document;
  }

  return {
    parse: (next) => (query, context) => {
      if (query.length > maxQueryLength) return next(query, context);
      const cached = documents.get(query);
      if (cached !== undefined) return cached;
      const split = splitLiterals(query);
      if (split === undefined) {
        const document = next(query, context);
        documents.set(query, document);
        return document;
      }
      const own: SplitQuery = { query, ...split };
      (context as DocumentContext)[splitQuery] = own;
      return sharedDocument(own) ?? next(query, context);
    },

    validate: (next) => (schema, document, context) => {
      const cached = validationErrors.get(document);
      if (cached !== undefined) return cached;
      const errors = next(schema, document, context);
      validationErrors.set(document, errors);
      const split = (context as DocumentContext)[splitQuery];
      if (split === undefined) return errors;
      const { query, template, literals } = split;
      if (errors.length === 0 && !templates.has(template)) {
        const hoisted = hoistLiterals(document, literals, schema);
        if (hoisted !== undefined) validationErrors.set(hoisted.document, []);
        templates.set(template, hoisted === undefined ? 'NOT_SHARED' : { hoisted, literals });
      }
      if (templates.get(template) === 'NOT_SHARED') documents.set(query, document);
      return errors;
    },

    execute: (next) => (args) => {
      const split = (args.contextValue as DocumentContext)[splitQuery];
      const shared = split?.shared;
      if (split === undefined || shared === undefined) return execute(args, next);
      const variableValues = { ...args.variableValues, ...shared.values };
      return mapResult(execute({ ...args, variableValues }, next), (result) =>
        restoreErrorPositions(result, shared.literals, split),
      );
    },
  };
}
