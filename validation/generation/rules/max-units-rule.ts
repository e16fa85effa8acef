import { type Estimate, formatEstimate } from '../estimate.ts';
import type { Finding } from './finding.ts';

/** The estimate may not be above the caller's own bound. */
export function* maxUnitsRule(maxUnits: number | null, estimate: Estimate): Generator<Finding> {
  if (maxUnits === null || estimate.units <= maxUnits) return;
  const message = `This would cost ${formatEstimate(estimate)} by the price list of ${estimate.pricesOf}; at most ${maxUnits} are allowed here.`;
  yield { code: 'TOO_EXPENSIVE', path: ['maxUnits'], message, limit: maxUnits, actual: estimate.units };
}
