import type { Headers } from '@kling-elements/validation';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

/** A webhook's request as raw bytes: in the body that n8n has parsed, long IDs are rounded. */
export interface CallbackRequest {
  readonly rawBody: Uint8Array;
  readonly headers: Headers;
}

export function requestOf(context: IWebhookFunctions): CallbackRequest {
  const request: unknown = context.getRequestObject();
  return request as CallbackRequest;
}

interface CallbackResponse {
  status(status: number): { json(body: unknown): void };
}

/** Answers a callback with an HTTP error, without starting or resuming an execution. */
export function reject(context: IWebhookFunctions, status: number, error: string): IWebhookResponseData {
  const response: unknown = context.getResponseObject();
  (response as CallbackResponse).status(status).json({ error });
  return { noWebhookResponse: true };
}
