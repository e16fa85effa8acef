/** Lets a node server listen on a free port, and tells the bench where. */
export function serve(server) {
  // Connections that are kept are not closed in the pauses between two measurements.
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${server.address().port}`));
}
