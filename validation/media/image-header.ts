/** What a picture's header says. `dataFrom` is where its compressed data begin: its end mark stands behind that. */
export interface ImageHeader {
  readonly width: number;
  readonly height: number;
  readonly dataFrom: number;
}

/** A header, or why there is none: half a sentence that follows "The picture". */
export type ParsedImageHeader = { ok: true; header: ImageHeader } | { ok: false; reason: string };
