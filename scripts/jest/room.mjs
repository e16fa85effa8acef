import { join } from 'node:path';

/** In milliseconds; generous, so that a busy machine fails no test. Tests that may take longer say so themselves. */
export const testTimeout = 30_000;

/** A jest project of one room: native ES modules on the sources, of which swc only takes the types away. */
export const room = (name, ...testMatch) => ({
  displayName: name,
  rootDir: join(import.meta.dirname, '../..'),
  testMatch: testMatch.map((pattern) => `<rootDir>/${pattern}`),
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.graphql'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }],
    '\\.graphql$': '<rootDir>/scripts/jest/graphql-text.mjs',
  },
  moduleFileExtensions: ['ts', 'mjs', 'js', 'json', 'graphql'],
  modulePathIgnorePatterns: ['/dist/', '/\\.types/'],
});
