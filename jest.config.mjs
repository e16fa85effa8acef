/** Everything runs as native ES modules on the sources; swc only takes the types away. */
const room = (name, testMatch) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  testMatch,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.graphql'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }],
    '\\.graphql$': '<rootDir>/test/setup/graphql-text.mjs',
  },
  moduleFileExtensions: ['ts', 'mjs', 'js', 'json', 'graphql'],
  modulePathIgnorePatterns: ['/dist/', '/\\.types/'],
});

export default {
  projects: [
    room('validation', ['<rootDir>/validation/**/*.test.ts']),
    room('sandbox', ['<rootDir>/sandbox/**/*.test.ts']),
    room('gateway', ['<rootDir>/gateway/**/*.test.ts']),
    room('cases', ['<rootDir>/test/cases/**/*.test.ts']),
    room('system', ['<rootDir>/test/system/**/*.test.ts']),
  ],
};
