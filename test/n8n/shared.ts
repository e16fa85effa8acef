import { Actions } from '../../harness/n8n/actions.ts';
import { copyOfHome } from '../../harness/n8n/home.ts';
import { Rest } from '../../harness/n8n/rest.ts';

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run these tests with pnpm test:n8n.`);
  return value;
}

/** The n8n shared by all test files. */
export function sharedN8n(): Actions {
  return new Actions(new Rest(given('N8N_TEST_URL'), given('N8N_TEST_COOKIE')));
}

/** A user folder for a test's own n8n. */
export function freshHome(): string {
  return copyOfHome(given('N8N_TEST_HOME'));
}
