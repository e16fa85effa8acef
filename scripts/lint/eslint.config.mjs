import js from '@eslint/js';
import graphql from '@graphql-eslint/eslint-plugin';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import prettier from 'eslint-config-prettier';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

import { gatewayFloors, rooms, roomsByPath } from './rooms.mjs';

const restricted = (files, ignores, patterns) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

/** What keeps a room's files from importing rooms that it does not know. */
function wallOf(room) {
  const known = rooms[room];
  const strangers = Object.keys(rooms).filter((other) => other !== room && !known.includes(other));
  const byPath = Object.keys(rooms).filter(
    (other) => other !== room && !(known.includes(other) && roomsByPath.includes(other)),
  );
  return [
    {
      group: strangers.flatMap((other) => [`@kling-elements/${other}`, `@kling-elements/${other}/**`]),
      message: `${room}/ may import ${known.join(', ') || 'no other room'} only (docs/architecture.md).`,
    },
    {
      regex: `^(\\.\\./)+(${byPath.join('|')})/`,
      message: 'Another room is reached by its package name, if at all (docs/architecture.md).',
    },
  ];
}

const walls = Object.keys(rooms).map((room) => restricted([`${room}/**/*.{ts,mts,mjs}`], [], wallOf(room)));

const floors = gatewayFloors.map((folder, floor) => {
  const above = gatewayFloors.slice(floor + 1);
  return restricted(
    [`gateway/${folder}/**/*.ts`],
    ['**/*.test.ts', '**/testing/**'],
    [
      ...wallOf('gateway'),
      {
        regex: `^(\\.\\./)+(${[...above, 'testing'].join('|')})/`,
        message: `gateway/${folder}/ may not import from the folders above it (docs/architecture.md).`,
      },
      {
        regex: '^(\\.\\./)+(gateway|index)\\.ts$',
        message: 'gateway.ts puts the parts together; no part imports it.',
      },
    ],
  );
});

export default tseslint.config(
  { ignores: ['**/dist/', '**/data/', '.types/', '**/generated/', '**/node_modules/', 'coverage/'] },
  { ...js.configs.recommended, files: ['**/*.{mjs,ts}'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
        process: 'readonly',
        URL: 'readonly',
      },
    },
  },
  {
    files: ['gateway/graphql/schema/**/*.graphql'],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: 'gateway/graphql/schema/**/*.graphql' } },
    },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      // Edges, pages and results have no ID of their own.
      '@graphql-eslint/strict-id-in-types': 'off',
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          rootField: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
          DirectiveDefinition: true,
        },
      ],
      '@graphql-eslint/relay-connection-types': 'error',
      '@graphql-eslint/relay-edge-types': [
        'error',
        { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
      ],
      '@graphql-eslint/relay-page-info': 'error',
    },
  },
  {
    // The shared package runs in n8n's nodes and in browsers: of Node it knows node:crypto only.
    files: ['validation/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['globalThis', 'global', 'process', 'Buffer', '__dirname', '__filename'],
        ...[
          'setTimeout',
          'setInterval',
          'setImmediate',
          'clearTimeout',
          'clearInterval',
          'clearImmediate',
          'fetch',
        ],
      ],
    },
  },
  {
    // The rules that n8n's own `n8n-node lint` and its community scanner hold the package to.
    files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'],
    extends: [n8nCommunityNodesPlugin.configs.recommended],
    plugins: { 'n8n-nodes-base': n8nNodesBase },
    linterOptions: { noInlineConfig: true },
  },
  {
    files: ['package.json'],
    languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
    rules: { ...n8nNodesBase.configs.community.rules, '@typescript-eslint/no-unused-expressions': 'off' },
  },
  {
    files: ['credentials/**/*.ts'],
    rules: {
      ...n8nNodesBase.configs.credentials.rules,
      // Both as n8n's own tools have them: not for community nodes.
      'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
      'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
    },
  },
  {
    files: ['nodes/**/*.ts'],
    rules: {
      ...n8nNodesBase.configs.nodes.rules,
      // As n8n's own tools have them: inputs and outputs are constants today.
      'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
      'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
      'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
    },
  },
  ...walls,
  ...floors,
  prettier,
);
