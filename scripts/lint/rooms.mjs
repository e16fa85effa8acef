// Who may import whom (docs/architecture.md). ESLint shows it in the editor; imports.config.mjs checks every import,
// dynamic ones too, by the file it leads to.

/** The rooms of the repository, each with the rooms it may import besides itself. */
export const rooms = {
  validation: [],
  sandbox: ['validation'],
  gateway: ['validation'],
  nodes: ['validation'],
  credentials: ['validation'],
  client: ['validation'],
  studio: ['client'],
  examples: ['client'],
  harness: ['validation', 'sandbox', 'gateway'],
  scripts: ['gateway', 'sandbox'],
  'scripts/jest': ['harness'],
  test: ['validation', 'sandbox', 'gateway', 'client', 'nodes', 'harness'],
  bench: ['validation', 'sandbox', 'gateway', 'client', 'harness'],
};

/** These rooms are no packages: others reach their files by a path. */
export const roomsByPath = ['harness', 'nodes'];

/** The folders of gateway/, from the ground up: each may import those before it. */
export const gatewayFloors = [
  'runtime',
  'streams',
  'media',
  'kling',
  'ledger',
  'config',
  'tasks',
  'auth',
  'graphql',
  'http',
];
