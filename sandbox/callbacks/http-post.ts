import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

const timeoutMs = 5000;

/** Sends callbacks over connections that are kept open. */
export class HttpPost {
  readonly #http = new HttpAgent({ keepAlive: true });
  readonly #https = new HttpsAgent({ keepAlive: true });
  #closed = false;

  /** The status of the answer; undefined when there was none within 5 s. */
  async post(
    url: string,
    body: Uint8Array,
    headers: Readonly<Record<string, string>>,
  ): Promise<number | undefined> {
    if (this.#closed) return undefined;
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    const request = this.#open(url, headers, body.length);
    let status: number | undefined;
    let fault: NodeJS.ErrnoException | undefined;
    const timer = setTimeout(() => request.destroy(new Error('No answer in time')), timeoutMs).unref();
    request.on('response', (response) => {
      status = response.statusCode;
      response.resume();
    });
    request.on('error', (error) => {
      fault = error;
    });
    request.on('close', () => {
      clearTimeout(timer);
      // The receiver closed a connection that was kept open just as it was used again: nothing has arrived.
      const stale = status === undefined && request.reusedSocket && fault?.code === 'ECONNRESET';
      resolve(stale && !this.#closed ? this.post(url, body, headers) : status);
    });
    request.end(body);
    return promise;
  }

  #open(url: string, headers: Readonly<Record<string, string>>, length: number): ClientRequest {
    const options = { method: 'POST', headers: { ...headers, 'content-length': String(length) } };
    return new URL(url).protocol === 'https:'
      ? httpsRequest(url, { ...options, agent: this.#https })
      : httpRequest(url, { ...options, agent: this.#http });
  }

  close(): void {
    this.#closed = true;
    this.#http.destroy();
    this.#https.destroy();
  }
}
