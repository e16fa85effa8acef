// Writes docs/reference/schema.md and schema.graphql from the gateway's SDL.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
  print,
} from 'graphql';

import { currentSchema, root, textOf } from '../schema/sdl.ts';

const schema = currentSchema();
const types = Object.values(schema.getTypeMap())
  .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
  .sort((a, b) => a.name.localeCompare(b.name));

const operations = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
const chapters = [
  ['Operations', operations],
  ['Objects', types.filter((type) => isObjectType(type) && !operations.includes(type))],
  ['Interfaces', types.filter(isInterfaceType)],
  ['Unions', types.filter(isUnionType)],
  ['Inputs', types.filter(isInputObjectType)],
  ['Enums', types.filter(isEnumType)],
  ['Scalars', types.filter(isScalarType)],
];

/** A type as written in SDL, linked to its section. */
function typeLink(type) {
  const { name } = getNamedType(type);
  const text = `\`${String(type)}\``;
  return types.some((own) => own.name === name) ? `[${text}](#${name.toLowerCase()})` : text;
}

const inCell = (text) =>
  text
    ?.trim()
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|') ?? '';
const notes = ({ description, deprecationReason }) =>
  [inCell(description), deprecationReason && `**Deprecated:** ${inCell(deprecationReason)}`]
    .filter(Boolean)
    .join(' ');
const table = (heads, rows) =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

function defaultOf({ astNode }) {
  return astNode?.defaultValue === undefined ? '' : ` = \`${print(astNode.defaultValue)}\``;
}

function fieldRows(fields) {
  return Object.values(fields).flatMap((field) => [
    [`\`${field.name}\``, `${typeLink(field.type)}${defaultOf(field)}`, notes(field)],
    ...(field.args ?? []).map((argument) => [
      `\`${field.name}(${argument.name}:)\``,
      `${typeLink(argument.type)}${defaultOf(argument)}`,
      notes(argument),
    ]),
  ]);
}

function body(type) {
  if (isEnumType(type)) {
    return table(
      ['value', 'meaning'],
      type.getValues().map((value) => [`\`${value.name}\``, notes(value)]),
    );
  }
  if (isUnionType(type)) return `One of ${type.getTypes().map(typeLink).join(', ')}.`;
  if (isScalarType(type)) return type.specifiedByURL ? `Specification: <${type.specifiedByURL}>` : '';
  const interfaces = isInputObjectType(type) ? [] : type.getInterfaces();
  return [
    interfaces.length > 0 && `Implements ${interfaces.map(typeLink).join(', ')}.`,
    isInputObjectType(type) && type.isOneOf && 'Exactly one of these fields is given.',
    table(['field', 'type', 'description'], fieldRows(type.getFields())),
  ]
    .filter(Boolean)
    .join('\n\n');
}

const sections = chapters.flatMap(([title, members]) => [
  `## ${title}`,
  ...members.flatMap((type) => [`### ${type.name}`, type.description?.trim(), body(type)]),
]);
mkdirSync(join(root, 'docs/reference'), { recursive: true });
writeFileSync(join(root, 'docs/reference/schema.graphql'), textOf(schema));
writeFileSync(
  join(root, 'docs/reference/schema.md'),
  ['# The GraphQL schema', ...sections].filter(Boolean).join('\n\n') + '\n',
);
