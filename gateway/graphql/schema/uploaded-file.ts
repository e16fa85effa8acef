/** A file of a multipart request. */
export interface UploadedFile {
  readonly name: string;
  /** All bytes, without copying them. */
  bytes(): Promise<Uint8Array>;
}
