import { isIPv4 } from 'node:net';

import type { Settings } from '../../config/settings.ts';
import type { OriginOptions } from './origin-policy.ts';

/**
 * The host names by which a gateway without authentication on this machine recognizes itself; null if it accepts any,
 * because it authenticates its clients or listens on a network.
 */
export function ownHosts({ clientTokens, jwt, host, publicUrl }: Settings): OriginOptions['ownHosts'] {
  const isOpen = clientTokens.length === 0 && jwt === null;
  if (!isOpen || !isLoopbackName(host)) return null;
  const publicName = publicUrl === null ? undefined : new URL(publicUrl).hostname;
  return (name) => isLoopbackName(name) || name === publicName;
}

/** Whether a host name refers to this machine. */
export function isLoopbackName(hostname: string): boolean {
  const name = hostname.toLowerCase();
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '[::1]' ||
    name === '::1' ||
    (isIPv4(name) && name.startsWith('127.'))
  );
}
