import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What is behind an address of the CDN. */
export type CdnContent =
  | { readonly type: string; readonly bytes: Uint8Array }
  /** Media that were accepted unseen are still where they were. */
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

/** Bytes that are kept in all; beyond that the oldest go. */
const keptBytes = 512 * 1024 * 1024;

/**
 * Where media go: their addresses are the sandbox's own, signed, and expire (docs/kling-api.md, section 4, row 5).
 * The same bytes are kept once.
 */
export class Cdn {
  readonly #key: string;
  readonly #now: () => number;
  readonly #contents = new Map<string, () => CdnContent>();
  readonly #sizes = new Map<string, number>();
  #total = 0;
  /** The server's address; known once it listens. */
  baseUrl = '';

  constructor(key: string, now: () => number) {
    this.#key = key;
    this.#now = now;
  }

  /** @returns the file's name here */
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

  /** Something that is made when it is asked for. @returns the file's name here */
  offer(name: string, type: string, make: () => Uint8Array): string {
    this.#contents.set(name, () => ({ type, bytes: make() }));
    return name;
  }

  /** Something that stays elsewhere. @returns the file's name here */
  link(location: string): string {
    const name = digest(Buffer.from(location));
    this.#contents.set(name, () => ({ location }));
    return name;
  }

  /**
   * @param since when the file was generated, Unix milliseconds; undefined for one that lasts, whose address only
   *   changes from day to day
   */
  url(name: string, since: number | undefined): string {
    const today = this.#now() - (this.#now() % dayMs);
    const expires = Math.floor(((since ?? today + dayMs) + 30 * dayMs) / 1000);
    return `${this.baseUrl}/cdn/${name}?expires=${expires}&signature=${this.#sign(name, expires)}`;
  }

  /** Undefined: there is nothing under this name; `null`: not with this signature, or not any more. */
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
