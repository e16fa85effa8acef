/** The media type of a `Content-Type` header, without parameters; empty if there is no header. */
export function contentType(header: string | undefined): string {
  return (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
