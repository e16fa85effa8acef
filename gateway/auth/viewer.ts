/** An authenticated client, or any client of a gateway without authentication. */
export interface Viewer {
  /**
   * The subject of a JWT, or `token ` and the first digits of a gateway token's SHA-256, which identify the token but
   * cannot be used in its place; null without authentication.
   */
  readonly name: string | null;
  /** Unix milliseconds at which the credential expires; null if it does not. */
  readonly expiresAt: number | null;
}

/** Every client of a gateway without authentication. */
export const anybody: Viewer = { name: null, expiresAt: null };

/**
 * `UNAUTHORIZED`: no valid credential. `EXPIRED`: one that was valid before. `FORBIDDEN`: a valid one, but not for this
 * gateway. `UNAVAILABLE`: it cannot be checked at the moment.
 */
export type AuthenticationFailure = 'UNAUTHORIZED' | 'EXPIRED' | 'FORBIDDEN' | 'UNAVAILABLE';

export type Authentication =
  | { readonly ok: true; readonly viewer: Viewer }
  | {
      readonly ok: false;
      readonly reason: AuthenticationFailure;
      readonly message: string;
    };

/** Checks what a client sends as `Authorization`: in an HTTP header or in a WebSocket's first message. */
export type Authenticate = (authorization: string | undefined) => Promise<Authentication>;

export function failedAuthentication(reason: AuthenticationFailure, message: string): Authentication {
  return { ok: false, reason, message };
}
