// Receives a create's body in Kling's own form and forwards it through got. READ_IMAGES=1: first reads both images, as
// far as inspecting them requires.
import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';

import got from 'got';

import { authorization, upstream } from '../kling-schema.mjs';
import { serve } from '../ready.mjs';

const readsImages = process.env.READ_IMAGES === '1';
const headers = { authorization, 'content-type': 'application/json' };
const readStart = (image) => got(image, { headers: { range: 'bytes=0-65535' } }).buffer();

serve(
  createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (readsImages) {
      const { element_image_list: list } = JSON.parse(body);
      await Promise.all(
        [list.frontal_image, ...list.refer_images.map((one) => one.image_url)].map(readStart),
      );
    }
    const created = await got.post(`${upstream}/v1/general/advanced-custom-elements`, { headers, body });
    response.writeHead(created.statusCode, { 'content-type': 'application/json' }).end(created.rawBody);
  }),
);
