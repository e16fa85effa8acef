import { freePort } from '../free-port.ts';
import { launch, type RunningProcess } from '../process.ts';
import { n8nProgram } from './install.ts';
import { Rest } from './rest.ts';

export interface N8nOptions {
  /** n8n's user folder, with our package in it. */
  readonly home: string;
  /** Default: a free one. */
  readonly port?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A real n8n on this machine, with its owner signed in. */
export interface N8n {
  readonly rest: Rest;
  readonly process: RunningProcess;
  /** Ends it as the system (SIGTERM) or a crash (SIGKILL) does. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** The whole environment of n8n and its workers: nothing is inherited. */
export async function environmentOf({
  home,
  port,
  environment = {},
}: N8nOptions & { readonly port: number }): Promise<Record<string, string>> {
  const url = `http://127.0.0.1:${port}`;
  return {
    HOME: home,
    N8N_USER_FOLDER: home,
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_PORT: String(port),
    N8N_EDITOR_BASE_URL: url,
    // Workers need it as well: they send callback URLs to Kling.
    N8N_WEBHOOK_URL: `${url}/`,
    N8N_RUNNERS_BROKER_PORT: String(await freePort()),
    N8N_SECURE_COOKIE: 'false',
    N8N_DIAGNOSTICS_ENABLED: 'false',
    N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
    N8N_TEMPLATES_ENABLED: 'false',
    N8N_PERSONALIZATION_ENABLED: 'false',
    N8N_DISABLED_MODULES: 'mcp-registry',
    ...environment,
  };
}

/** Starts n8n on its own user folder, and waits until it is ready. */
export async function startN8n(options: N8nOptions): Promise<N8n> {
  const port = options.port ?? (await freePort());
  const environment = await environmentOf({ ...options, port });
  const started = launch([process.execPath, n8nProgram, 'start'], environment);
  const rest = new Rest(`http://127.0.0.1:${port}`);
  try {
    await rest.ready(started.exited());
    await rest.logIn();
  } catch (error) {
    await started.stop('SIGKILL');
    throw new Error(`n8n could not be started:\n${started.output()}`, { cause: error });
  }
  const stop = async (signal?: NodeJS.Signals) => {
    await started.stop(signal);
  };
  return { rest, process: started, stop };
}
