import type { CreateElementInput, ImageInput, ReferenceInput } from '../generated/resolver-types.ts';

/**
 * What validation judges, from the contract's words: the same fields, only that a file is its bytes. The files are
 * read one after the other, each once.
 */
export async function canonicalInput(input: CreateElementInput): Promise<unknown> {
  return { ...input, reference: await reference(input.reference) };
}

async function reference({ images, video }: ReferenceInput): Promise<unknown> {
  if (images === undefined) return { video };
  const frontal = await image(images.frontal);
  const others: unknown[] = [];
  for (const other of images.others) others.push(await image(other));
  return { images: { frontal, others } };
}

async function image({ file, ...picture }: ImageInput): Promise<unknown> {
  return file === undefined ? picture : { bytes: await file.bytes() };
}
