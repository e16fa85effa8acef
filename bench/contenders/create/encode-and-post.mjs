// Encodes four images as Base64 and posts them through got. IMAGE_FILE names a file of which it keeps four copies in
// memory; without it, a request contains the four, one after the other. At /small, it uses only the start of each copy.
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

import got from 'got';

import { authorization, upstream } from '../kling-schema.mjs';
import { serve } from '../ready.mjs';

const { IMAGE_FILE } = process.env;
const inMemory = IMAGE_FILE && Array.from({ length: 4 }, () => readFileSync(IMAGE_FILE));
const headers = { authorization, 'content-type': 'application/json' };

const smallBytes = 20_000;

/** The images of a request. */
async function imagesFor(request) {
  if (!inMemory) return sent(request);
  return request.url === '/small' ? inMemory.map((image) => image.subarray(0, smallBytes)) : inMemory;
}

async function sent(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const size = body.length / 4;
  return Array.from({ length: 4 }, (_, index) => body.subarray(index * size, (index + 1) * size));
}

serve(
  createServer(async (request, response) => {
    const [frontal, ...others] = (await imagesFor(request)).map((image) => image.toString('base64'));
    // Base64 needs no escaping: joining strings is the fastest way to JSON.
    const body = [
      `{"element_name":"Maja","element_description":"A girl with a red umbrella","reference_type":"image_refer",`,
      `"external_task_id":"${randomUUID()}","element_image_list":{"frontal_image":"${frontal}",`,
      `"refer_images":[${others.map((image) => `{"image_url":"${image}"}`).join(',')}]}}`,
    ].join('');
    const created = await got.post(`${upstream}/v1/general/advanced-custom-elements`, { headers, body });
    response.writeHead(created.statusCode, { 'content-type': 'application/json' }).end(created.rawBody);
  }),
);
