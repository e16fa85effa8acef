import { writeSync } from 'node:fs';

import { openSqliteLedger } from '../sqlite/ledger.ts';
import { sampleTask } from '../../testing/samples.ts';

/** Writes to a ledger until the process is killed, and prints each ID once its write is acknowledged. */
const ledger = await openSqliteLedger(process.argv[2] ?? '');
for (let next = 0; ; next += 20) {
  const ids = Array.from({ length: 20 }, (_, index) => String(next + index));
  await Promise.all(
    ids.map(async (id) => {
      await ledger.record({ task: sampleTask({ id }), confirmed: true }, 1);
      writeSync(1, `${id}\n`);
    }),
  );
}
