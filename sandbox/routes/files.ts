import { fileReply } from '../http/range.ts';
import type { Reply } from '../http/reply.ts';
import { sampleMedia } from '../media/sample-media.ts';
import type { Runtime } from '../runtime.ts';

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
  if (content === null) return text(403, 'The signature of this URL is missing, invalid or expired.');
  if (content === undefined) return text(404, 'No such file.');
  if ('location' in content) return { status: 302, headers: { location: content.location }, body: '' };
  return fileReply(content.type, content.bytes, range);
}

/** One of the sandbox's own sample files. */
export function sampleFile(name: string, range: string | undefined): Reply {
  const sample = Object.hasOwn(sampleMedia, name) ? sampleMedia[name] : undefined;
  if (sample === undefined) return text(404, 'No such file; GET /sandbox lists the files.');
  return fileReply(sample.type, sample.bytes(), range);
}
