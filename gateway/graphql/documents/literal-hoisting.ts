import {
  type ConstValueNode,
  type DocumentNode,
  getNullableType,
  type GraphQLInputType,
  GraphQLID,
  GraphQLInt,
  type GraphQLSchema,
  GraphQLString,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  parseConstValue,
  TypeInfo,
  type VariableDefinitionNode,
  type VariableNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';

import type { Literal } from './literal-scanner.ts';

/** A document whose literals have become variables, for all queries that differ only in those. */
export interface HoistedDocument {
  readonly document: DocumentNode;
  /** The type of each literal's variable, by the literal's number. */
  readonly types: readonly LiteralType[];
}

type LiteralType = 'ID' | 'String' | 'Int';

/**
 * Replaces each literal of a valid document by a variable.
 *
 * @param literals of the text that the document was parsed from
 * @returns undefined where a literal has to stay: in directives, defaults and single values coerced to lists, as a
 *   number with a fraction, for a custom scalar; also for mutations, subscriptions, and documents with several operations
 */
export function hoistLiterals(
  document: DocumentNode,
  literals: readonly Literal[],
  schema: GraphQLSchema,
): HoistedDocument | undefined {
  const operation = singleQuery(document);
  if (operation === undefined || usesPrefix(operation)) return undefined;
  const byStart = new Map(literals.map((literal) => [literal.start, literal]));
  const types: LiteralType[] = [];
  let hoisted = 0;

  const typeInfo = new TypeInfo(schema);
  const replaced = visit(
    document,
    visitWithTypeInfo(typeInfo, {
      // Literals in these are not visited, so the count at the end does not match.
      Directive: () => false,
      VariableDefinition: () => false,
      enter(node) {
        if (!isLiteral(node.kind)) return undefined;
        const literal = byStart.get(node.loc?.start ?? -1);
        const type = literal && variableType(literal, typeInfo.getInputType());
        if (literal === undefined || type === undefined || (types[literal.number] ?? type) !== type)
          return undefined;
        types[literal.number] = type;
        hoisted += 1;
        return { ...variable(literal.number), loc: node.loc };
      },
    }),
  );
  if (hoisted !== literals.length) return undefined;
  const definitions = types.map((type, number) => definition(number, type));
  return { document: withDefinitions(replaced, definitions), types };
}

/**
 * The values of the literals, by the names of the hoisted document's variables.
 *
 * @returns undefined if a literal is not valid after all: then the query has to be parsed and validated
 */
export function literalValues(
  literals: readonly Literal[],
  types: readonly LiteralType[],
): Record<string, unknown> | undefined {
  const values: Record<string, unknown> = {};
  for (const literal of literals) {
    const value = valueOf(literal, types[literal.number]);
    if (value === undefined) return undefined;
    values[nameOf(literal.number)] = value;
  }
  return values;
}

function valueOf({ kind, text }: Literal, type: LiteralType | undefined): unknown {
  if (kind === 'INT') return type === 'Int' ? int32(Number(text)) : text;
  if (kind === 'STRING' && !text.includes('\\')) return text.isWellFormed() ? text.slice(1, -1) : undefined;
  try {
    return (parseConstValue(text) as ConstValueNode & { value: string }).value;
  } catch {
    return undefined;
  }
}

function int32(value: number): number | undefined {
  return value === (value | 0) && !Object.is(value, -0) ? value : undefined;
}

const prefix = '_literal';

function nameOf(number: number): string {
  return `${prefix}${number}`;
}

function usesPrefix({ variableDefinitions = [] }: OperationDefinitionNode): boolean {
  return variableDefinitions.some((definition) => definition.variable.name.value.startsWith(prefix));
}

function singleQuery({ definitions }: DocumentNode): OperationDefinitionNode | undefined {
  const [first, second] = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (first?.kind !== Kind.OPERATION_DEFINITION || second !== undefined) return undefined;
  return first.operation === OperationTypeNode.QUERY ? first : undefined;
}

function isLiteral(kind: string): boolean {
  return kind === Kind.INT || kind === Kind.FLOAT || kind === Kind.STRING;
}

/** Only types that accept the same values from a literal as from a variable. */
function variableType(
  { kind }: Literal,
  expected: GraphQLInputType | null | undefined,
): LiteralType | undefined {
  const type = expected && getNullableType(expected);
  const isString = kind === 'STRING' || kind === 'BLOCK';
  if (type === GraphQLID && (isString || kind === 'INT')) return 'ID';
  if (type === GraphQLString && isString) return 'String';
  if (type === GraphQLInt && kind === 'INT') return 'Int';
  return undefined;
}

function variable(number: number): VariableNode {
  return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: nameOf(number) } };
}

function definition(number: number, type: LiteralType): VariableDefinitionNode {
  const named: NamedTypeNode = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } };
  return {
    kind: Kind.VARIABLE_DEFINITION,
    variable: variable(number),
    type: { kind: Kind.NON_NULL_TYPE, type: named },
  };
}

function withDefinitions(document: DocumentNode, added: readonly VariableDefinitionNode[]): DocumentNode {
  return {
    ...document,
    definitions: document.definitions.map((one) =>
      one.kind === Kind.OPERATION_DEFINITION
        ? { ...one, variableDefinitions: [...(one.variableDefinitions ?? []), ...added] }
        : one,
    ),
  };
}
