/** `application/json` of `application/json; charset=utf-8`; empty when there is none. */
export function contentType(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
