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
 * Adds the value of each default next to its literal. In graphql 17 a schema from SDL has only the literals, while
 * graphql-jit reads only the values and would omit such arguments.
 */
export function fillInDefaultValues(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) Object.values(type.getFields()).forEach(fillIn);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const { args } of Object.values(type.getFields())) args.forEach(fillIn);
  }
}

function fillIn({ default: defaultInput, type }: GraphQLArgument | GraphQLInputField): void {
  if (defaultInput?.literal === undefined || 'value' in defaultInput) return;
  Object.assign(defaultInput, { value: coerceInputLiteral(defaultInput.literal, type) });
}
