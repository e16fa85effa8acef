/** Each check repeats what failed in the last one, so a single request need not be retried for long. */
export const retryPolicy = { attempts: 3, baseDelayMs: 1000, maxDelayMs: 10_000 };
