/** Somebody who may use the gateway. */
export interface Viewer {
  /**
   * Who: the subject of a JWT, or `token ` with the first digits of a gateway token's SHA-256, which tell which of
   * them it was and open no door; null where nobody has to say.
   */
  readonly name: string | null;
  /** Unix milliseconds until which the credential is good; null when it has no end. */
  readonly expiresAt: number | null;
}

/** Whoever comes, where nobody has to say who they are. */
export const anybody: Viewer = { name: null, expiresAt: null };

/** `UNAUTHORIZED`: no credential, or none that counts. `FORBIDDEN`: a good one, but not for this gateway. */
export type Authentication =
  | { readonly ok: true; readonly viewer: Viewer }
  | {
      readonly ok: false;
      readonly reason: 'UNAUTHORIZED' | 'FORBIDDEN' | 'UNAVAILABLE';
      readonly message: string;
    };

/** Judges what a client sends as `Authorization`, in HTTP's header or in a WebSocket's first message. */
export type Authenticate = (authorization: string | undefined) => Promise<Authentication>;

export function refused(
  reason: 'UNAUTHORIZED' | 'FORBIDDEN' | 'UNAVAILABLE',
  message: string,
): Authentication {
  return { ok: false, reason, message };
}
