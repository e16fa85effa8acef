import {
  coerceInputLiteral,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/**
 * Puts the value of each default beside its literal. A schema from SDL has only the literals (graphql 17), and
 * graphql-jit only reads the values: it would leave such arguments out.
 */
export function fillInDefaultValues(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) Object.values(type.getFields()).forEach(fillIn);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const { args } of Object.values(type.getFields())) args.forEach(fillIn);
  }
}

function fillIn({ default: given, type }: GraphQLArgument | GraphQLInputField): void {
  if (given?.literal === undefined || 'value' in given) return;
  Object.assign(given, { value: coerceInputLiteral(given.literal, type) });
}
