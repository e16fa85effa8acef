/** Why the gateway could not start, in one line that says what to do. */
export function startErrorMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  const place = port === undefined ? '' : ` ${address ?? ''}:${port}`;
  if (code === 'EADDRINUSE') {
    return `Another program is using${place}. Stop it, or set another PORT (for the sandbox: SANDBOX_PORT).`;
  }
  if (code === 'EACCES' && port !== undefined) {
    return `This user may not listen on${place}. Set a PORT above 1023.`;
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `This machine does not have the address in HOST (${error.message}). Set another HOST.`;
  }
  return `The gateway could not start: ${error.message.split('\n', 1)[0] ?? ''}`;
}
