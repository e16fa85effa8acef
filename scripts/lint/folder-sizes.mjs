// Refuses folders that nobody can take in at a glance.
import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Source files in one folder, next to their tests. */
const most = 15;

const skipped = new Set(['node_modules', 'dist', 'generated', '.types', '.git']);
const files = globSync('**/*.{ts,mts,mjs,js,graphql}', {
  cwd: join(import.meta.dirname, '../..'),
  exclude: (path) => skipped.has(path.split('/').at(-1)),
}).filter((file) => !/\.test\.\w+$/.test(file));

const folders = Object.entries(Object.groupBy(files, dirname)).filter(([, { length }]) => length > most);
for (const [folder, { length }] of folders) {
  console.error(`${folder}: ${length} source files; ${most} are the most. Split it by concept.`);
}
process.exitCode = folders.length === 0 ? 0 : 1;
