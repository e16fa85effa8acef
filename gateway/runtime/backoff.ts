// The only backoff: every pause of the gateway after a failure is computed by it.
export { type Backoff, backoffDelay } from '@kling-elements/validation';
