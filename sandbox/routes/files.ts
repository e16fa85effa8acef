import { fileReply } from '../range.ts';
import type { Reply } from '../reply.ts';
import { sampleMedia } from '../sample-media.ts';
import type { Runtime } from '../world.ts';

const text = (status: number, body: string): Reply => ({
  status,
  headers: { 'content-type': 'text/plain;charset=utf-8' },
  body: `${body}\n`,
});

/** A file of the CDN: 403 without a signature that is still good. */
export function cdnFile(
  name: string,
  query: URLSearchParams,
  range: string | undefined,
  { cdn }: Runtime,
): Reply {
  const content = cdn.open(name, query);
  if (content === null) return text(403, 'This address is not signed, or has expired.');
  if (content === undefined) return text(404, 'There is no such file.');
  if ('location' in content) return { status: 302, headers: { location: content.location }, body: '' };
  return fileReply(content.type, content.bytes, range);
}

/** One of the sandbox's own pictures. */
export function sampleFile(name: string, range: string | undefined): Reply {
  const sample = Object.hasOwn(sampleMedia, name) ? sampleMedia[name] : undefined;
  if (sample === undefined) return text(404, 'There is no such file; GET /sandbox lists them.');
  return fileReply(sample.type, sample.bytes(), range);
}
