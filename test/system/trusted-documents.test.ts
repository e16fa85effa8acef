import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, expect, test } from '@jest/globals';
import { defaultCredentials, startSandbox } from '@kling-elements/sandbox';

import { freePort } from '../../harness/free-port.ts';
import { buildGateway, launchGateway } from '../../harness/gateway/bundle.ts';
import { killAll } from '../../harness/process.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';

const root = join(import.meta.dirname, '../..');
const sandbox = await startSandbox();
afterAll(async () => {
  killAll();
  await sandbox.close();
});

/** Has GraphQL Code Generator write the manifest of our documents. @returns its path */
function generateManifest(): string {
  const folder = temporaryFolder();
  const config = join(folder, 'codegen.json');
  const client = {
    preset: 'client',
    presetConfig: { persistedDocuments: true },
    config: { enumsAsTypes: true },
  };
  const generates = { [`${folder}/gql/`]: client };
  const schema = join(root, 'gateway/graphql/schema/**/*.graphql');
  const documents = join(root, 'harness/graphql/documents/element.graphql');
  writeFileSync(config, JSON.stringify({ schema, documents, generates }));
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/@graphql-codegen/cli/esm/bin.js'), '--config', config],
    { cwd: root, stdio: 'pipe' },
  );
  return join(folder, 'gql/persisted-documents.json');
}

test("a gateway with Code Generator's manifest executes its documents, and nothing else", async () => {
  buildGateway();
  const manifest = generateManifest();
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}/graphql`;
  const gateway = launchGateway({
    PORT: String(port),
    DATA_DIR: temporaryFolder(),
    KLING_API_KEY: defaultCredentials.apiKey,
    KLING_BASE_URL: sandbox.url,
    TRUSTED_DOCUMENTS: manifest,
  });
  await gateway.printed(endpoint);
  const ask = async (params: object): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(params) });
    return await response.json();
  };

  const documents = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>;
  const [id = '', text = ''] =
    Object.entries(documents).find(([, document]) => document.includes('elementRules')) ?? [];
  const rules = { data: { elementRules: expect.objectContaining({ nameMaxLength: 20 }) } };
  expect(await ask({ documentId: id })).toEqual(rules);
  expect(
    await ask({ extensions: { persistedQuery: { version: 1, sha256Hash: id.replace('sha256:', '') } } }),
  ).toEqual(rules);
  expect(await ask({ query: text })).toEqual(rules);
  expect(await ask({ query: '{ elementRules { nameMaxLength } }' })).toMatchObject({
    errors: [{ extensions: { code: 'FORBIDDEN' } }],
  });
}, 60_000);
