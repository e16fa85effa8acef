import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What a CDN URL leads to. */
export type CdnContent =
  | { readonly type: string; readonly bytes: Uint8Array }
  /** Media that were accepted unchecked stay where they were. */
  | { readonly location: string };

const extensions: Readonly<Record<string, string>> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'video/mp4': '.mp4',
  'video/quicktime': '.mov',
  'audio/wav': '.wav',
};

/** Generated files expire after 30 days (docs/kling-api.md, section 4, row 5). */
const dayMs = 24 * 60 * 60 * 1000;

/** Total bytes kept; beyond that, the oldest files are dropped. */
const keptBytes = 512 * 1024 * 1024;

/**
 * Where media are kept: their URLs are the sandbox's own, signed, and expire (docs/kling-api.md, section 4, row 5).
 * The same bytes are kept once.
 */
export class Cdn {
  readonly #key: string;
  readonly #now: () => number;
  readonly #contents = new Map<string, () => CdnContent>();
  readonly #sizes = new Map<string, number>();
  #total = 0;
  /** The server's URL; known once it listens. */
  baseUrl = '';

  constructor(key: string, now: () => number) {
    this.#key = key;
    this.#now = now;
  }

  /** @returns the file's name in the CDN */
  keep(type: string, bytes: Uint8Array): string {
    const name = `${digest(bytes)}${extensions[type] ?? ''}`;
    if (this.#contents.has(name)) return name;
    this.#contents.set(name, () => ({ type, bytes }));
    this.#sizes.set(name, bytes.length);
    this.#total += bytes.length;
    for (const [oldest, size] of this.#sizes) {
      if (this.#total <= keptBytes || oldest === name) break;
      this.#contents.delete(oldest);
      this.#sizes.delete(oldest);
      this.#total -= size;
    }
    return name;
  }

  /** Adds a file that is generated on request. @returns its name in the CDN */
  offer(name: string, type: string, make: () => Uint8Array): string {
    this.#contents.set(name, () => ({ type, bytes: make() }));
    return name;
  }

  /** Adds a redirect to a file elsewhere. @returns its name in the CDN */
  link(location: string): string {
    const name = digest(Buffer.from(location));
    this.#contents.set(name, () => ({ location }));
    return name;
  }

  /**
   * @param since when the file was generated, Unix milliseconds; undefined for a permanent file, whose URL only
   *   changes from day to day
   */
  url(name: string, since: number | undefined): string {
    const today = this.#now() - (this.#now() % dayMs);
    const expires = Math.floor(((since ?? today + dayMs) + 30 * dayMs) / 1000);
    return `${this.baseUrl}/cdn/${name}?expires=${expires}&signature=${this.#sign(name, expires)}`;
  }

  /** Undefined: no such file; `null`: the signature is wrong or has expired. */
  open(name: string, query: URLSearchParams): CdnContent | null | undefined {
    const expires = Number(query.get('expires'));
    const given = Buffer.from(query.get('signature') ?? '');
    const expected = Buffer.from(this.#sign(name, expires));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    if (expires * 1000 <= this.#now()) return null;
    return this.#contents.get(name)?.();
  }

  #sign(name: string, expires: number): string {
    return createHmac('sha256', this.#key).update(`${name}\n${expires}`).digest('hex').slice(0, 32);
  }
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}
