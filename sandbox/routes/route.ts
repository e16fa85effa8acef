import type { Fields } from '../input/fields.ts';
import type { Operation } from '../http/operations.ts';

/** A call of Kling's API that has been understood so far. */
export interface Call {
  /** The last part of the path, decoded; empty where the route has none. */
  readonly key: string;
  readonly query: URLSearchParams;
  /** Empty with GET. */
  readonly body: Fields;
}

export interface Route {
  readonly operation: Operation;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** The path goes on with a key. */
  readonly keyed?: true;
  /** A slash may end the path. */
  readonly slash?: true;
  /**
   * @returns the envelope's data; undefined where there is none
   * @throws KlingError
   */
  readonly handle: (call: Call) => unknown;
}

/** The key in a path, when it is one of the route's. */
export function keyIn(route: Route, path: string): string | undefined {
  if (route.keyed === true) {
    const key = path.startsWith(`${route.path}/`) ? path.slice(route.path.length + 1) : '';
    return key === '' || key.includes('/') ? undefined : decodedKey(key);
  }
  return path === route.path || (route.slash === true && path === `${route.path}/`) ? '' : undefined;
}

/** Unchanged where it is not valid percent-encoding. */
export function decodedKey(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}
