import type { CreateElementInput, ImageInput, ReferenceInput } from '../generated/resolver-types.ts';

/**
 * The input as validation expects it: the same fields, with a file replaced by its bytes. Files are read one after the
 * other.
 */
export async function canonicalInput(input: CreateElementInput): Promise<unknown> {
  return { ...input, reference: await canonicalReference(input.reference) };
}

async function canonicalReference({ images, video }: ReferenceInput): Promise<unknown> {
  if (images === undefined) return { video };
  const frontal = await canonicalImage(images.frontal);
  const others: unknown[] = [];
  for (const other of images.others) others.push(await canonicalImage(other));
  return { images: { frontal, others } };
}

async function canonicalImage({ file, ...image }: ImageInput): Promise<unknown> {
  return file === undefined ? image : { bytes: await file.bytes() };
}
