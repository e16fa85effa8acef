// The only backoff: all delays of the gateway after failures are computed with it.
export { type Backoff, backoffDelay } from '@kling-elements/validation';
