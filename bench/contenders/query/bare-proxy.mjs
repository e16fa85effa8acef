// The minimum: a reverse proxy of node:http and undici.
import { createServer } from 'node:http';

import { Pool } from 'undici';

import { authorization, upstream } from '../kling-schema.mjs';
import { serve } from '../ready.mjs';

const pool = new Pool(upstream, { connections: 50 });

serve(
  createServer((request, response) => {
    const { method, url: path } = request;
    const options = { method, path, headers: { authorization } };
    pool.stream(
      options,
      ({ statusCode, headers }) => response.writeHead(statusCode, headers),
      (error) => {
        if (error) response.destroy(error);
      },
    );
  }),
);
