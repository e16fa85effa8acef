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

/** A document whose literals have become variables, for all queries that differ in nothing but those. */
export interface Hoisted {
  readonly document: DocumentNode;
  /** For each number of a literal the type of its variable. */
  readonly types: readonly LiteralType[];
}

type LiteralType = 'ID' | 'String' | 'Int';

/**
 * Puts a variable in the place of each literal of a valid document.
 *
 * @param literals of the text that the document was parsed from
 * @returns undefined where a value has to stay: in directives, defaults and lists of one, as a number with a fraction,
 *   for a custom scalar; in what is no query, and beside other operations
 */
export function hoistLiterals(
  document: DocumentNode,
  literals: readonly Literal[],
  schema: GraphQLSchema,
): Hoisted | undefined {
  const operation = onlyOperation(document);
  if (operation === undefined || hasOwnLikeOurs(operation)) return undefined;
  const byStart = new Map(literals.map((literal) => [literal.start, literal]));
  const types: LiteralType[] = [];
  let hoisted = 0;

  const typeInfo = new TypeInfo(schema);
  const replaced = visit(
    document,
    visitWithTypeInfo(typeInfo, {
      // What is in these keeps its literals, so not all will have been hoisted in the end.
      Directive: () => false,
      VariableDefinition: () => false,
      enter(node) {
        if (!isLiteral(node.kind)) return undefined;
        const literal = byStart.get(node.loc?.start ?? -1);
        const type = literal && typeFor(literal, typeInfo.getInputType());
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
 * The values of the literals, for the variables of a hoisted document.
 *
 * @returns undefined when one of them is not what its text promised: then the query has to be parsed and judged
 */
export function valuesOf(
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

function hasOwnLikeOurs({ variableDefinitions = [] }: OperationDefinitionNode): boolean {
  return variableDefinitions.some((definition) => definition.variable.name.value.startsWith(prefix));
}

function onlyOperation({ definitions }: DocumentNode): OperationDefinitionNode | undefined {
  const [first, second] = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (first?.kind !== Kind.OPERATION_DEFINITION || second !== undefined) return undefined;
  return first.operation === OperationTypeNode.QUERY ? first : undefined;
}

function isLiteral(kind: string): boolean {
  return kind === Kind.INT || kind === Kind.FLOAT || kind === Kind.STRING;
}

/** Only where a value is taken from a literal and from a variable alike. */
function typeFor({ kind }: Literal, expected: GraphQLInputType | null | undefined): LiteralType | undefined {
  const type = expected && getNullableType(expected);
  const isText = kind === 'STRING' || kind === 'BLOCK';
  if (type === GraphQLID && (isText || kind === 'INT')) return 'ID';
  if (type === GraphQLString && isText) return 'String';
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
