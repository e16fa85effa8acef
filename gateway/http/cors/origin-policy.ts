import type { IncomingHttpHeaders } from 'node:http';
import { isIPv4 } from 'node:net';

/**
 * Where a request comes from, as browsers tell it. Without an `Origin` it is no page of another site that asks: then
 * `origin` is null.
 */
export type OriginVerdict =
  | {
      readonly ok: true;
      /** The page's origin, when it is one of the frontends. */ readonly origin: string | null;
    }
  | { readonly ok: false; readonly message: string };

export type JudgeOrigin = (headers: IncomingHttpHeaders) => OriginVerdict;

export interface OriginOptions {
  /** Exact origins of frontends. */
  readonly corsOrigins: readonly string[];
  /**
   * Host names that the gateway knows as its own; null for any. A gateway that asks nobody for a credential has to
   * know: else a foreign page could come under a name of its own that it lets point to this machine.
   */
  readonly ownHosts: ((hostname: string) => boolean) | null;
}

/** Keeps the pages of other sites from using a gateway that only the visitor's machine can reach. */
export function createOriginPolicy({ corsOrigins, ownHosts }: OriginOptions): JudgeOrigin {
  const frontends = new Set(corsOrigins);
  return ({ origin, host }) => {
    if (origin === undefined) return { ok: true, origin: null };
    if (frontends.has(origin)) return { ok: true, origin };
    if (isOwn(origin, host, ownHosts)) return { ok: true, origin: null };
    return {
      ok: false,
      message: `Pages of ${origin.slice(0, 200)} may not use this gateway; add the origin to CORS_ORIGINS.`,
    };
  };
}

function isOwn(origin: string, host: string | undefined, ownHosts: OriginOptions['ownHosts']): boolean {
  const page = URL.canParse(origin) ? new URL(origin) : undefined;
  return page !== undefined && page.host === host?.toLowerCase() && (ownHosts?.(page.hostname) ?? true);
}

/** Whether a host name means the machine itself. */
export function isLoopbackName(hostname: string): boolean {
  const name = hostname.toLowerCase();
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '[::1]' ||
    name === '::1' ||
    (isIPv4(name) && name.startsWith('127.'))
  );
}
