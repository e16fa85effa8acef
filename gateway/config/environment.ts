import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings as strings: the environment, then the file `.env` in a folder, if there is one.
 *
 * @throws Error in one line when `.env` exists but cannot be read
 */
export function loadEnvironment(
  real: Environment = process.env,
  folder: string = process.cwd(),
): Environment {
  return { ...fileEnvironment(join(folder, '.env')), ...real };
}

function fileEnvironment(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new Error(`Cannot read ${path} (${code}). Make it readable or remove it.`, { cause: error });
  }
}
