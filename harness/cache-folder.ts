import { homedir } from 'node:os';
import { join } from 'node:path';

const {
  XDG_CACHE_HOME = join(homedir(), '.cache'),
  KLING_ELEMENTS_CACHE = join(XDG_CACHE_HOME, 'kling-elements'),
} = process.env;

/** Outside the checkout: what only the heavier suites need, and is too large for the workspace. */
export const cacheFolder = KLING_ELEMENTS_CACHE;
