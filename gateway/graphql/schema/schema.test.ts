import { describe, expect, test } from '@jest/globals';
import {
  elementTags,
  issueCodes,
  problemKinds,
  referenceTypes,
  taskStatuses,
} from '@kling-elements/validation';
import {
  type GraphQLEnumType,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';

import { schema } from './schema.ts';

/** Whatever of a type can have a description, with its name. */
function described(type: GraphQLNamedType): [name: string, description: string | null | undefined][] {
  const own: [string, string | null | undefined] = [type.name, type.description];
  if (isEnumType(type)) {
    return [
      own,
      ...type
        .getValues()
        .map((value) => [`${type.name}.${value.name}`, value.description] as [string, string]),
    ];
  }
  if (isInputObjectType(type)) {
    return [
      own,
      ...Object.values(type.getFields()).map(
        (field) => [`${type.name}.${field.name}`, field.description] as [string, string],
      ),
    ];
  }
  if (!isObjectType(type)) return [own];
  return [
    own,
    ...Object.values(type.getFields()).flatMap((field): [string, string | null | undefined][] => [
      [`${type.name}.${field.name}`, field.description],
      ...field.args.map((argument): [string, string | null | undefined] => [
        `${type.name}.${field.name}(${argument.name})`,
        argument.description,
      ]),
    ]),
  ];
}

describe('the schema', () => {
  test('the schema describes every type, field, argument and value', () => {
    const all = Object.values(schema.getTypeMap())
      .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
      .flatMap(described);
    expect(all.length).toBeGreaterThan(150);
    expect(all.filter(([, description]) => !description?.trim()).map(([name]) => name)).toEqual([]);
  });

  test('the schema itself is described', () => {
    expect(schema.description).toMatch(/^Creates elements/);
  });

  test('every scalar of the schema links to its specification', () => {
    const scalars = Object.values(schema.getTypeMap()).filter(
      (type) => isScalarType(type) && !isSpecifiedScalarType(type),
    );
    expect(scalars.map(({ name }) => name).sort()).toEqual(['DateTime', 'File', 'URL']);
    for (const scalar of scalars)
      expect(scalar).toHaveProperty('specifiedByURL', expect.stringMatching(/^https:/));
  });

  test.each([
    ['IssueCode', issueCodes],
    ['KlingProblemKind', problemKinds],
    ['ElementTag', elementTags],
    ['TaskStatus', taskStatuses],
    ['ReferenceType', referenceTypes],
  ])('the enum %s has exactly the values of the shared package', (name, values) => {
    const type = schema.getType(name) as GraphQLEnumType;
    expect(
      type
        .getValues()
        .map((value) => value.name)
        .sort(),
    ).toEqual([...values].sort());
  });
});
