import { join } from 'node:path';

import { engines, install, installOurs } from '../../harness/n8n/engine-cache.mjs';

const root = join(import.meta.dirname, '../..');
for (const version of Object.values(engines)) installOurs(install('n8n-core', version), root);
