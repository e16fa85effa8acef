import { contendersFolder, versionsOf } from '../measure/contenders.ts';
import { measureFromUploads } from './from-uploads.ts';
import { measureFromUrls } from './from-urls.ts';

/** What a create costs in addition to the call that it has to make. */
export async function bench(): Promise<{ versions: string; body: string }> {
  contendersFolder();
  const fromUrls = await measureFromUrls();
  const fromUploads = await measureFromUploads();
  return { versions: versionsOf('got'), body: `${fromUrls}\n${fromUploads}` };
}
