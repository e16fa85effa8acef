/** The kinds of problems, named as in the gateway's GraphQL schema. */
export const problemKinds = [
  'AUTHENTICATION',
  'ACCOUNT',
  'PERMISSION',
  'INVALID',
  'NOT_FOUND',
  'DUPLICATE',
  'ALREADY_DELETED',
  'POLICY',
  'RATE_LIMIT',
  'CONCURRENCY',
  'UNAVAILABLE',
] as const;
export type ProblemKind = (typeof problemKinds)[number];

/** Whether a call that failed took effect, named as in the gateway's GraphQL schema. */
export const outcomes = ['NOT_DONE', 'UNKNOWN'] as const;
export type Outcome = (typeof outcomes)[number];

/** Why a call to Kling failed: Kling refused it or did not respond. */
export interface Problem {
  readonly kind: ProblemKind;
  /** One line: what happened and what to do next. */
  readonly message: string;
  /** Kling's service code (docs/kling-api.md, section 5); null without a readable response. */
  readonly klingCode: number | null;
  readonly requestId: string | null;
  /** Whether the same call may succeed later, with nothing changed. */
  readonly retryable: boolean;
  /** `UNKNOWN`: the call may have taken effect, because an attempt got no clear response. */
  readonly outcome: Outcome;
  /** The external ID to repeat a create with; null for other calls. */
  readonly externalId: string | null;
  /** How long to wait before the next attempt, in seconds; null if nothing says so. */
  readonly retryAfterSeconds: number | null;
}

/** What may be known about a problem besides its kind and message. */
export type ProblemDetails = Pick<
  Problem,
  'klingCode' | 'requestId' | 'outcome' | 'externalId' | 'retryAfterSeconds'
>;

/** The kinds of problems that pass with time. */
const temporaryKinds: ReadonlySet<ProblemKind> = new Set(['RATE_LIMIT', 'CONCURRENCY', 'UNAVAILABLE']);

/**
 * Makes a problem; `retryable` follows from the kind.
 *
 * @param message one line: what happened, and what to do next
 * @param details what is known; by default the call was not done, and the rest is null
 */
export function makeProblem(
  kind: ProblemKind,
  message: string,
  details: Partial<ProblemDetails> = {},
): Problem {
  const { klingCode = null, requestId = null, outcome = 'NOT_DONE' } = details;
  const { externalId = null, retryAfterSeconds = null } = details;
  const retryable = temporaryKinds.has(kind);
  return { kind, message, klingCode, requestId, retryable, outcome, externalId, retryAfterSeconds };
}

/** Thrown for a {@link Problem}. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

const kindOfCode: Readonly<Record<number, ProblemKind>> = {
  1000: 'AUTHENTICATION',
  1001: 'AUTHENTICATION',
  1002: 'AUTHENTICATION',
  1003: 'AUTHENTICATION',
  1004: 'AUTHENTICATION',
  1100: 'ACCOUNT',
  1101: 'ACCOUNT',
  1102: 'ACCOUNT',
  1103: 'PERMISSION',
  1200: 'INVALID',
  1201: 'INVALID',
  1202: 'INVALID',
  1203: 'INVALID',
  1300: 'POLICY',
  1301: 'POLICY',
  1302: 'RATE_LIMIT',
  1303: 'CONCURRENCY',
  1304: 'PERMISSION',
  5000: 'UNAVAILABLE',
  5001: 'UNAVAILABLE',
  5002: 'UNAVAILABLE',
};

/** Code 1201 has four meanings; only the message tells them apart (docs/kling-api.md, section 4, rows 8 to 10). */
const kindOf1201: readonly (readonly [RegExp, ProblemKind])[] = [
  [/not found/i, 'NOT_FOUND'],
  [/already exists?/i, 'DUPLICATE'],
  [/already (be |been )?deleted/i, 'ALREADY_DELETED'],
];

const advice: Readonly<Record<number, string>> = {
  1000: 'Kling could not authenticate the request; check the API key, or the access key and secret key.',
  1001: 'Kling received no credentials; set the API key, or the access key and secret key.',
  1002: 'Kling does not recognise these credentials; check the key, and that it belongs to this site (global or China).',
  1003: "Kling says the token is not valid yet; correct this machine's clock.",
  1004: "Kling says the token has expired; correct this machine's clock, or renew the key.",
  1100: 'The Kling account is in an abnormal state; check it in the Kling console.',
  1101: 'The Kling account is in arrears; top it up in the Kling console.',
  1102: "The Kling account's resource pack is used up or expired; buy another in the Kling console.",
  1103: 'This Kling account has no access to the Elements API; request access in the Kling console.',
  1202: 'Kling does not accept this HTTP method here; check that the base URL is that of the Kling API.',
  1203: 'Kling has no such resource; check that the base URL is that of the Kling API.',
  1302: 'Kling is getting too many requests from this account; try again shortly.',
  1303: 'The resource pack allows no more Kling tasks at the same time; try again when one has finished.',
  1304: 'The IP address of this machine is not on the IP whitelist of the Kling account; add it in the Kling console.',
  5000: 'Kling had an internal error; try again shortly.',
  5001: 'Kling is under maintenance; try again later.',
  5002: 'Kling timed out internally; try again shortly.',
};

const adviceOfKind: Partial<Record<ProblemKind, string>> = {
  AUTHENTICATION: 'Kling rejected the credentials; check them.',
  INVALID: 'Kling rejected the input; correct it.',
  NOT_FOUND: 'Kling finds nothing with this ID; check the ID and the account.',
  DUPLICATE: 'Another Kling task already has this external ID; choose a different one.',
  ALREADY_DELETED: 'This has already been deleted; there is nothing left to do.',
  POLICY: "Kling's content policy does not allow this; change the text or the media.",
};

/** The envelope of a failure (docs/kling-api.md, sections 2 and 5). */
export interface ErrorEnvelope {
  readonly code: number;
  readonly message: string;
  readonly requestId: string | null;
}

/** The problem that a failure's code means. For undocumented codes, the hundreds decide. */
export function problemFromEnvelope({ code, message, requestId }: ErrorEnvelope): Problem {
  const kind =
    (code === 1201 ? kindOf1201.find(([pattern]) => pattern.test(message))?.[1] : undefined) ??
    kindOfCode[code] ??
    kindOfUnknownCode(code);
  return makeProblem(kind, messageOf(kind, code, message), { klingCode: code, requestId });
}

function kindOfUnknownCode(code: number): ProblemKind {
  if (code >= 5000) return 'UNAVAILABLE';
  const hundreds = Math.floor(code / 100);
  if (hundreds === 10) return 'AUTHENTICATION';
  if (hundreds === 11) return 'ACCOUNT';
  if (hundreds === 13) return 'POLICY';
  return 'INVALID';
}

/**
 * Quotes Kling's own message, except about credentials, where it may contain parts of a token. The code is a field of
 * the problem and not repeated.
 */
function messageOf(kind: ProblemKind, code: number, klingMessage: string): string {
  const known = advice[code] ?? adviceOfKind[kind] ?? 'Kling could not process this; try again later.';
  const quoted = kind === 'AUTHENTICATION' ? '' : klingMessage.replace(/\s+/g, ' ').trim().slice(0, 300);
  return quoted === '' ? known : `${known} Kling says: ${quoted}`;
}

/** What an HTTP status means when the body is not from Kling's API. */
const kindOfStatus: Readonly<Record<number, readonly [ProblemKind, string]>> = {
  401: ['AUTHENTICATION', 'Kling rejected the credentials; check the key'],
  403: ['PERMISSION', 'Kling, or a proxy in front of it, denied access; check the account and the base URL'],
  404: ['INVALID', 'There is no Kling API at this URL; check the base URL'],
  413: ['INVALID', 'The request was too large for Kling; send smaller images, or their URLs'],
  429: ['RATE_LIMIT', 'Kling is getting too many requests; try again shortly'],
};

/** The problem of a response without Kling's envelope, such as a CDN's HTML page. */
export function problemFromStatus(status: number): Problem {
  const [kind, message] = kindOfStatus[status] ?? [
    'UNAVAILABLE',
    'Kling sent an unreadable response; try again shortly',
  ];
  return makeProblem(kind, `${message} (HTTP ${status}).`);
}

/** The problem of a call without any response. */
export function problemFromNoResponse(reason: string): Problem {
  return makeProblem('UNAVAILABLE', `Kling did not respond (${reason}); try again shortly.`);
}
