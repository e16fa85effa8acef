import { expect, test } from '@jest/globals';
import { build } from 'esbuild';

test('the browser bundle has at most 60,000 bytes, and nothing of Node', async () => {
  // What a browser does not have would have to be named as external: the build fails on it.
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from '@kling-elements/validation';",
      resolveDir: `${import.meta.dirname}/..`,
    },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
  });
  const size = outputFiles[0]?.contents.length ?? 0;
  // Something is in it at all.
  expect(size).toBeGreaterThan(40_000);
  expect(size).toBeLessThanOrEqual(60_000);
});
