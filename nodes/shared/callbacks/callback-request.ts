import type { Headers } from '@kling-elements/validation';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

/** What comes to a webhook, byte by byte: n8n's own reading of it has rounded long ids. */
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

/** Answers a callback with an error of HTTP, and starts or resumes nothing. */
export function reject(context: IWebhookFunctions, status: number, error: string): IWebhookResponseData {
  const response: unknown = context.getResponseObject();
  (response as CallbackResponse).status(status).json({ error });
  return { noWebhookResponse: true };
}
