import type { DocumentNode, ExecutionArgs, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';

import { after, createExecute, type Execute } from './jit.ts';
import { type Hoisted, hoistLiterals, valuesOf } from './literal-hoisting.ts';
import { type Literal, splitLiterals } from './literal-scanner.ts';
import { relocateErrors } from './error-positions.ts';

/** Longer queries are parsed each time: they are rare, and would push out many others. */
const longest = 10_000;
/** UTF-16 units of all queries that are kept. */
const mostKept = 1_000_000;

/** What all queries of one template share: their document, or that they can share none. */
type Template = { readonly hoisted: Hoisted; readonly literals: readonly Literal[] } | 'EACH_ITS_OWN';

/** Where an operation's context keeps its query: a WeakMap of contexts would cost each collection of garbage. */
const askedOf = Symbol('asked');

type WithAsked = { [askedOf]?: Asked };

/** A query with literals, on its way. */
interface Asked {
  readonly query: string;
  readonly template: string;
  readonly literals: readonly Literal[];
  /** Set when it shares a document: what it adds to the variables, and the literals that the document was made with. */
  shares?: { readonly values: Record<string, unknown>; readonly literals: readonly Literal[] };
}

/**
 * Keeps what was parsed and found valid, and compiles what comes often. Queries that differ in the values written
 * into them only share one document: an id in the text costs little more than one in a variable.
 */
export function useDocuments(): Plugin {
  const sizes = { maxSize: mostKept, sizeCalculation: (_: unknown, text: string) => text.length + 1 };
  const documents = new LRUCache<string, DocumentNode>(sizes);
  const templates = new LRUCache<string, Template>(sizes);
  const verdicts = new WeakMap<DocumentNode, readonly GraphQLError[]>();
  const execute = createExecute();

  function documentOf(asked: Asked): DocumentNode | undefined {
    const template = templates.get(asked.template);
    if (template === undefined || template === 'EACH_ITS_OWN') return undefined;
    const values = valuesOf(asked.literals, template.hoisted.types);
    if (values === undefined) return undefined;
    asked.shares = { values, literals: template.literals };
    return template.hoisted.document;
  }

  return {
    onParse({ params, context, setParsedDocument }) {
      const query = String(params.source);
      if (query.length > longest) return undefined;
      const known = documents.get(query);
      if (known !== undefined) {
        setParsedDocument(known);
        return undefined;
      }
      const split = splitLiterals(query);
      if (split === undefined) {
        return ({ result }) => {
          if (isDocument(result)) documents.set(query, result);
        };
      }
      const asked: Asked = { query, ...split };
      (context as WithAsked)[askedOf] = asked;
      const document = documentOf(asked);
      if (document !== undefined) setParsedDocument(document);
      return undefined;
    },

    onValidate({ params, context, setResult }) {
      const document = params.documentAST as DocumentNode;
      const known = verdicts.get(document);
      if (known !== undefined) {
        setResult(known as GraphQLError[]);
        return undefined;
      }
      return ({ valid, result }) => {
        verdicts.set(document, result as readonly GraphQLError[]);
        const asked = (context as WithAsked)[askedOf];
        if (asked === undefined) return;
        const { query, template, literals } = asked;
        if (valid && !templates.has(template)) {
          const hoisted = hoistLiterals(document, literals, params.schema as GraphQLSchema);
          if (hoisted !== undefined) verdicts.set(hoisted.document, []);
          templates.set(template, hoisted === undefined ? 'EACH_ITS_OWN' : { hoisted, literals });
        }
        if (templates.get(template) === 'EACH_ITS_OWN') documents.set(query, document);
      };
    },

    onExecute({ args, context, executeFn, setExecuteFn }) {
      const asked = (context as WithAsked)[askedOf];
      const shares = asked?.shares;
      if (shares !== undefined) {
        const given = args.variableValues as Record<string, unknown> | undefined;
        args.variableValues = { ...given, ...shares.values };
      }
      setExecuteFn(((executed: ExecutionArgs) => {
        const result = execute(executed, executeFn as Execute);
        if (asked === undefined || shares === undefined) return result;
        return after(result, (told: ExecutionResult) => relocateErrors(told, shares.literals, asked));
      }) as typeof executeFn);
    },
  };
}

function isDocument(result: unknown): result is DocumentNode {
  return typeof result === 'object' && result !== null && 'definitions' in result;
}
