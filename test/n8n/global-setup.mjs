// Once for the whole suite: n8n installed, our package packed and put into it as n8n does it, and one n8n running
// that the test files share. Those that stop theirs, or set it up in another way, start one on a copy of the home.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { copyOfHome, makeHome } from '../../harness/n8n/home.ts';
import { installN8n } from '../../harness/n8n/install.ts';
import { startN8n } from '../../harness/n8n/n8n.ts';

export default async function setUp() {
  installN8n();
  // For all folders that the suite makes; they are removed with it.
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'kling-elements-n8n-'));
  const home = await makeHome();
  const shared = await startN8n({ home: copyOfHome(home) });
  Object.assign(process.env, {
    N8N_TEST_HOME: home,
    N8N_TEST_URL: shared.rest.url,
    N8N_TEST_COOKIE: shared.rest.cookie,
  });
}
