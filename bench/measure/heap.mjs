// Preloaded into a server: on SIGUSR2, it collects garbage and prints how much memory is still in use.
process.on('SIGUSR2', () => {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  process.stdout.write(`heap ${JSON.stringify({ heapUsed, external, arrayBuffers })}\n`);
});
