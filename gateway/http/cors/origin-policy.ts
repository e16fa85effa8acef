import type { IncomingHttpHeaders } from 'node:http';

export type CheckedOrigin =
  | {
      readonly ok: true;
      /** Set if the request comes from a page of one of the frontends, which needs CORS headers. */
      readonly origin: string | null;
    }
  | { readonly ok: false; readonly message: string };

/** Checks the `Origin` that browsers send. Requests without one do not come from another site's page. */
export type CheckOrigin = (headers: IncomingHttpHeaders) => CheckedOrigin;

export interface OriginOptions {
  /** Exact origins of the frontends. */
  readonly corsOrigins: readonly string[];
  /**
   * Recognizes the gateway's own host names; null accepts any. A gateway without authentication has to know them:
   * otherwise another site could use it through a host name that it points to this machine (DNS rebinding).
   */
  readonly ownHosts: ((hostname: string) => boolean) | null;
}

/** Keeps other sites' pages from using a gateway that only the visitor's machine can reach. */
export function createOriginPolicy({ corsOrigins, ownHosts }: OriginOptions): CheckOrigin {
  const frontends = new Set(corsOrigins);
  return ({ origin, host }) => {
    if (origin === undefined) return { ok: true, origin: null };
    if (frontends.has(origin)) return { ok: true, origin };
    if (isOwn(origin, host, ownHosts)) return { ok: true, origin: null };
    return {
      ok: false,
      message: `Pages of ${origin.slice(0, 200)} may not use this gateway. To allow them, add the origin to CORS_ORIGINS.`,
    };
  };
}

function isOwn(origin: string, host: string | undefined, ownHosts: OriginOptions['ownHosts']): boolean {
  const page = URL.canParse(origin) ? new URL(origin) : undefined;
  return page !== undefined && page.host === host?.toLowerCase() && (ownHosts?.(page.hostname) ?? true);
}
