/** A file of a multipart request. */
export interface UploadedFile {
  readonly name: string;
  /** All of it, without a further copy. */
  bytes(): Promise<Uint8Array>;
}
