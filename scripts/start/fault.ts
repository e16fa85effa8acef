/** Why a start failed, in one line that says what to do. */
export function startFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  const place = port === undefined ? '' : ` ${address ?? ''}:${port}`;
  if (code === 'EADDRINUSE') {
    return `Something else listens on${place}; stop it, or choose another PORT (the sandbox: SANDBOX_PORT).`;
  }
  if (code === 'EACCES' && port !== undefined) {
    return `This user may not listen on${place}; choose a PORT above 1023.`;
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `This machine has no address like HOST (${error.message}); choose another HOST.`;
  }
  return `The gateway could not start: ${error.message.split('\n', 1)[0] ?? ''}`;
}
