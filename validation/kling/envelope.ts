import * as z from 'zod/mini';

import { parseJson } from '../json.ts';
import { type Problem, problemFromEnvelope, problemFromStatus } from '../problems.ts';
import { integer, textOrNull } from './values.ts';

const envelopeSchema = z.object({
  code: integer,
  message: textOrNull,
  request_id: textOrNull,
  data: z.optional(z.unknown()),
});

/** An HTTP response. */
export interface RawResponse {
  readonly status: number;
  readonly text: string;
}

export type ParsedResponse =
  | { readonly ok: true; readonly data: unknown; readonly requestId: string | null }
  | { readonly ok: false; readonly problem: Problem };

/**
 * Parses Kling's envelope (docs/kling-api.md, section 2). Never throws: a body without an envelope is a problem that
 * depends on its HTTP status. `data` is undefined where Kling omits it, as after a delete.
 */
export function parseResponse({ status, text }: RawResponse): ParsedResponse {
  const envelope = z.safeParse(envelopeSchema, parsed(text));
  if (!envelope.success) return { ok: false, problem: problemFromStatus(status) };
  const { code, message, request_id: requestId, data } = envelope.data;
  if (code !== 0) {
    return { ok: false, problem: problemFromEnvelope({ code, message: message ?? '', requestId }) };
  }
  if (status < 200 || status > 299) {
    return { ok: false, problem: { ...problemFromStatus(status), requestId } };
  }
  return { ok: true, data, requestId };
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
