import type { DraftElementInput, DraftImageInput, DraftReferenceInput } from '../generated/resolver-types.ts';

/**
 * The input as validation expects it: the same fields, with a file replaced by its bytes. Files are read one after the
 * other. Whatever is missing stays so.
 */
export async function canonicalInput(input: DraftElementInput): Promise<unknown> {
  return { ...input, reference: input.reference && (await canonicalReference(input.reference)) };
}

async function canonicalReference({ images, video }: DraftReferenceInput): Promise<unknown> {
  if (!images) return { images, video };
  const frontal = images.frontal && (await canonicalImage(images.frontal));
  const others: unknown[] = [];
  for (const other of images.others ?? []) others.push(await canonicalImage(other));
  return { images: { frontal, others }, video };
}

async function canonicalImage({ file, ...image }: DraftImageInput): Promise<unknown> {
  return file ? { ...image, bytes: await file.bytes() } : image;
}
