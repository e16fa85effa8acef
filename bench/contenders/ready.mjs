/** Makes a Node server listen on a free port, and prints its URL for the benchmark. */
export function serve(server) {
  // Kept connections must not be closed between two measurements.
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${server.address().port}`));
}
