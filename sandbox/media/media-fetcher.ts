import {
  bytesSource,
  checkImage,
  checkSourceVideo,
  checkVideo,
  limits,
  readBase64,
} from '@kling-elements/validation';

import type { Cdn } from './cdn.ts';
import type { ImageReference } from '../input/create-element.ts';
import { KlingError } from '../http/reply.ts';
import { invalidField } from '../input/fields.ts';
import { FetchError, fetchFromLoopback, isLoopback } from './loopback.ts';

export interface MediaOptions {
  readonly cdn: Cdn;
  /** Whether images and videos are checked. */
  readonly check: boolean;
  /** Aborts fetches in progress. */
  readonly closed: AbortSignal;
}

const checks = { image: checkImage, video: checkVideo, sourceVideo: checkSourceVideo } as const;

/** A file that cannot be fetched: refused in a create of an element, found out later in a generation. */
export class UnfetchableError extends KlingError {
  constructor(field: string, fault: string) {
    super(1201, `${field} ${fault}`);
  }
}

/** Copies the media of one create into the CDN; each URL is fetched once. */
export class MediaFetcher {
  readonly #options: MediaOptions;
  readonly #taken = new Map<string, Promise<string>>();

  constructor(options: MediaOptions) {
    this.#options = options;
  }

  /**
   * Copies an image, a URL or raw Base64 (docs/kling-api.md, section 3). A URL on this machine is fetched, one elsewhere
   * is accepted unchecked.
   *
   * @returns the file's name in the CDN
   * @throws KlingError 1201
   */
  async image({ text, field }: ImageReference): Promise<string> {
    return /^https?:\/\//i.test(text)
      ? this.#fromUrl(text, field, 'image')
      : this.#keep(decodedBase64(text, field), field, 'image');
  }

  /** Copies a video: a URL, as for images. */
  video(url: string): Promise<string> {
    return this.#fromUrl(url, 'refer_videos[0].video_url', 'video');
  }

  /** Copies the source video of a generation. @throws UnfetchableError, which Kling finds out only later */
  sourceVideo(url: string): Promise<string> {
    return this.#fromUrl(url, 'video_list[0].video_url', 'sourceVideo');
  }

  #fromUrl(url: string, field: string, kind: keyof typeof checks): Promise<string> {
    if (/\s/.test(url) || !URL.canParse(url)) throw invalidField(field, 'must be an http or https URL');
    const { cdn, check, closed } = this.#options;
    if (!check || !isLoopback(url)) return Promise.resolve(cdn.link(url));
    const taken =
      this.#taken.get(url) ??
      fetchFromLoopback(url, limits[kind].maxBytes, closed).then(
        (bytes) => this.#keep(bytes, field, kind),
        (error: unknown) => {
          throw error instanceof FetchError ? new UnfetchableError(field, error.message) : error;
        },
      );
    this.#taken.set(url, taken);
    return taken;
  }

  async #keep(bytes: Uint8Array, field: string, kind: keyof typeof checks): Promise<string> {
    const { cdn, check } = this.#options;
    const [fault] = check ? await checks[kind](bytesSource(bytes)) : [];
    if (fault !== undefined) throw invalidField(field, `is not acceptable: ${fault.message}`);
    return cdn.keep(typeOf(bytes), bytes);
  }
}

function decodedBase64(text: string, field: string): Uint8Array {
  if (/^data:/i.test(text)) throw invalidField(field, 'must be raw Base64, without a data: prefix');
  const read = readBase64(text);
  if (!read.ok || read.base64 !== text) throw invalidField(field, 'must be a URL or raw Base64');
  return Buffer.from(text, 'base64');
}

function typeOf(bytes: Uint8Array): string {
  const head = String.fromCharCode(...bytes.subarray(0, 12));
  if (head.startsWith('\x89PNG')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (head.startsWith('ftypqt', 4)) return 'video/quicktime';
  if (head.startsWith('ftyp', 4)) return 'video/mp4';
  return 'application/octet-stream';
}
