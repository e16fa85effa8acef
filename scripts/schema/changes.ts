import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

import { announcedIn, unannounced } from './announcements.ts';
import { currentSchema, root, textOf } from './sdl.ts';

/** The schema of the last release. */
const releasedFile = join(import.meta.dirname, 'released.graphql');
const changelogFile = join(root, 'docs/reference/schema-changelog.md');
const changelogHead = `# Changes of the GraphQL schema

Each release of the gateway that changes the schema has a section here. Breaking changes are in bold.
`;

async function changesSinceRelease(): Promise<Change[]> {
  return await diff(buildSchema(readFileSync(releasedFile, 'utf8')), currentSchema());
}

const isBreaking = ({ criticality }: Change) => criticality.level === CriticalityLevel.Breaking;

/** Refuses breaking changes that no changeset announces. */
async function check(): Promise<void> {
  const changesets = globSync('.changeset/*.md', { cwd: root });
  const announced = changesets.flatMap((file) => announcedIn(readFileSync(join(root, file), 'utf8')));
  const breaking = (await changesSinceRelease()).filter(isBreaking);
  const found = unannounced(breaking, announced);
  if (found.length === 0) return;
  const lines = found.map(({ path = '', message }) => `  ${path}: ${message}`);
  process.stderr.write(
    `The schema breaks what clients may use:\n${lines.join('\n')}\n` +
      'Deprecate it instead, or announce it in a changeset of @kling-elements/gateway, in a line such as\n' +
      `  Breaking: \`${found[0]?.path ?? ''}\` (what to do instead)\n`,
  );
  process.exitCode = 1;
}

/** Writes the changes down under the gateway's new version; from now on they are released. */
async function release(): Promise<void> {
  const changes = await changesSinceRelease();
  writeFileSync(releasedFile, textOf(currentSchema()));
  if (changes.length === 0) return;
  const { version } = JSON.parse(readFileSync(join(root, 'gateway/package.json'), 'utf8')) as {
    readonly version: string;
  };
  const lines = changes.map((change) =>
    isBreaking(change) ? `- **${change.message}**` : `- ${change.message}`,
  );
  const earlier = existsSync(changelogFile)
    ? readFileSync(changelogFile, 'utf8').slice(changelogHead.length)
    : '';
  writeFileSync(changelogFile, `${changelogHead}\n## ${version}\n\n${lines.join('\n')}\n${earlier}`);
}

await (process.argv[2] === 'release' ? release() : check());
