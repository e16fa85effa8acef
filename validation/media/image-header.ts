/** What an image's header says. `dataFrom` is where its compressed data begin: its end mark comes after that. */
export interface ImageHeader {
  readonly width: number;
  readonly height: number;
  readonly dataFrom: number;
}

/** A header, or why there is none: half a sentence that follows "The PNG image" or "The JPEG image". */
export type ParsedImageHeader = { ok: true; header: ImageHeader } | { ok: false; reason: string };
