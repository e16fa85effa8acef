import type { RequestBody } from '../calls/request.ts';
import type { ImageInput } from './image-input.ts';

/** An image between its quotation marks. Base64 needs no escaping. */
export function imagePiece(image: ImageInput): string | Uint8Array {
  if ('url' in image) return JSON.stringify(image.url).slice(1, -1);
  return 'base64' in image ? image.base64 : image.bytes;
}

/** Joins neighbouring short strings into one piece; long ones and images are not copied. */
export function joined(pieces: RequestBody): RequestBody {
  const shortText = 4096;
  return pieces.reduce<(string | Uint8Array)[]>((body, piece) => {
    const last = body.at(-1);
    if (typeof piece === 'string' && typeof last === 'string' && piece.length + last.length < shortText) {
      body[body.length - 1] = last + piece;
    } else {
      body.push(piece);
    }
    return body;
  }, []);
}
