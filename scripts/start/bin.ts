#!/usr/bin/env node
// What `npx @kling-elements/gateway` runs. An older Node would stop at the first thing it lacks, in words of its own.
const oldest = 24;

if (Number.parseInt(process.versions.node) >= oldest) {
  await import('./main.ts');
} else {
  process.stderr.write(`The gateway needs Node ${oldest} or newer; this is Node ${process.versions.node}.\n`);
  process.exitCode = 1;
}
