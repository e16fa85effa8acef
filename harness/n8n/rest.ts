import { setTimeout as sleep } from 'node:timers/promises';

const owner = { email: 'owner@example.com', password: 'Owner-of-tests-1' };

/** n8n's own REST interface, as the editor uses it, with the owner signed in. */
export class Rest {
  readonly url: string;
  #cookie: string;

  /** @param cookie of an existing session */
  constructor(url: string, cookie = '') {
    this.url = url;
    this.#cookie = cookie;
  }

  /** Waits for an n8n that has just been started. @throws Error if it ends before it is ready */
  async ready(ended: Promise<unknown>): Promise<void> {
    const over = new AbortController();
    void ended.then(() => {
      over.abort();
    });
    while (!over.signal.aborted) {
      const answer = await fetch(`${this.url}/healthz/readiness`).catch(() => undefined);
      if (answer?.status === 200) return;
      await sleep(50);
    }
    throw new Error('n8n has ended before it was ready.');
  }

  /** Creates the owner if there is none yet, and signs in. */
  async logIn(): Promise<void> {
    const settings = await this.get<{ userManagement: { showSetupOnFirstLoad: boolean } }>('settings');
    if (settings.userManagement.showSetupOnFirstLoad) {
      await this.post('owner/setup', { ...owner, firstName: 'Olga', lastName: 'Owner' });
    }
    const { email, password } = owner;
    const answer = await this.#call('POST', 'login', { emailOrLdapLoginId: email, password });
    this.#cookie = answer.headers.getSetCookie().join('; ').split(';')[0] ?? '';
  }

  /** The cookie of the session, `name=value`. */
  get cookie(): string {
    return this.#cookie;
  }

  async get<Data>(path: string): Promise<Data> {
    return dataOf(await this.#call('GET', path));
  }

  async post<Data>(path: string, body: unknown): Promise<Data> {
    return dataOf(await this.#call('POST', path, body));
  }

  async #call(method: string, path: string, body?: unknown): Promise<Response> {
    const answer = await fetch(`${this.url}/rest/${path}`, {
      method,
      headers: { 'content-type': 'application/json', cookie: this.#cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) {
      throw new Error(`${method} /rest/${path} was answered with ${answer.status}: ${await answer.text()}`);
    }
    return answer;
  }
}

async function dataOf<Data>(answer: Response): Promise<Data> {
  return ((await answer.json()) as { data: Data }).data;
}
