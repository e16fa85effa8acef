/** What kind of thing went wrong at Kling; the names are those of the gateway's contract. */
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

/** Refused, or not answered, by Kling. */
export interface Problem {
  readonly kind: ProblemKind;
  /** One line: what happened and what to do next. */
  readonly message: string;
  /** Kling's service code (docs/kling-api.md, section 5); null when there was no answer to read. */
  readonly code: number | null;
  readonly requestId: string | null;
  /** Whether the same call may succeed later without anyone changing anything. */
  readonly retryable: boolean;
}

/** Kinds of problems that pass without anybody changing anything. */
const passingKinds: ReadonlySet<ProblemKind> = new Set(['RATE_LIMIT', 'CONCURRENCY', 'UNAVAILABLE']);

/**
 * The one factory of problems; `retryable` follows from the kind.
 *
 * @param message one line: what happened, and what to do next
 * @param source what Kling's answer says of itself; without it, nothing came from Kling
 */
export function makeProblem(
  kind: ProblemKind,
  message: string,
  { code = null, requestId = null }: Partial<Pick<Problem, 'code' | 'requestId'>> = {},
): Problem {
  return { kind, message, code, requestId, retryable: passingKinds.has(kind) };
}

/** A {@link Problem} on its way up through code that has nothing better to do with it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;
  /** The call may have had its effect all the same: an attempt of it got no clear answer. */
  readonly unclear: boolean;

  constructor(problem: Problem, { unclear = false }: { readonly unclear?: boolean } = {}) {
    super(problem.message);
    this.problem = problem;
    this.unclear = unclear;
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

/** 1201 stands for four different things; only its text tells them apart (docs/kling-api.md, section 4, rows 8 to 10). */
const kindOf1201: readonly (readonly [RegExp, ProblemKind])[] = [
  [/not found/i, 'NOT_FOUND'],
  [/already exists?/i, 'DUPLICATE'],
  [/already (be |been )?deleted/i, 'ALREADY_DELETED'],
];

const advice: Readonly<Record<number, string>> = {
  1000: 'Kling could not check the credential; check the API key, or the access key and secret key.',
  1001: 'Kling received no credential; set the API key, or the access key and secret key.',
  1002: 'Kling does not know this credential; check the key, and that it belongs to this site (global or China).',
  1003: "Kling says the token is not valid yet; set this machine's clock right.",
  1004: "Kling says the token has expired; set this machine's clock right, or renew the key.",
  1100: 'The Kling account is in an abnormal state; look at it in the Kling console.',
  1101: 'The Kling account is in arrears; top it up in the Kling console.',
  1102: "The Kling account's resource pack is used up or expired; buy another in the Kling console.",
  1103: 'This Kling account has no access to the Elements API; ask for it in the Kling console.',
  1202: 'Kling does not know this way of calling; check that the base URL is that of the Kling API.',
  1203: 'Kling does not know this resource; check that the base URL is that of the Kling API.',
  1302: 'Kling is getting too many requests from this account; try again a little later.',
  1303: 'As many Kling tasks are under way as the resource pack allows; try again when one has ended.',
  1304: 'The address of this machine is not on the IP whitelist of the Kling account; add it in the Kling console.',
  5000: 'Kling had an internal error; try again a little later.',
  5001: 'Kling is under maintenance; try again later.',
  5002: 'Kling ran into an internal time-out; try again a little later.',
};

const adviceOfKind: Partial<Record<ProblemKind, string>> = {
  INVALID: 'Kling refused the input; correct it',
  NOT_FOUND: 'Kling knows nothing under this id; check the id and the account',
  DUPLICATE: 'Another Kling task already has this external id; choose another one',
  ALREADY_DELETED: 'This element was deleted before; there is nothing left to do',
  POLICY: "Kling's content policy refuses this; change the text or the media",
};

/** What Kling said: the envelope of a failure (docs/kling-api.md, sections 2 and 5). */
export interface ErrorEnvelope {
  readonly code: number;
  readonly message: string;
  readonly requestId: string | null;
}

/** The problem that a refusal of Kling's stands for. Codes that nobody has documented count by their hundreds. */
export function problemFromEnvelope({ code, message, requestId }: ErrorEnvelope): Problem {
  const kind =
    (code === 1201 ? kindOf1201.find(([text]) => text.test(message))?.[1] : undefined) ??
    kindOfCode[code] ??
    kindOfUnknownCode(code);
  return makeProblem(kind, sentence(kind, code, message), { code, requestId });
}

function kindOfUnknownCode(code: number): ProblemKind {
  if (code >= 5000) return 'UNAVAILABLE';
  const hundred = Math.floor(code / 100);
  if (hundred === 10) return 'AUTHENTICATION';
  if (hundred === 11) return 'ACCOUNT';
  if (hundred === 13) return 'POLICY';
  return 'INVALID';
}

/** Kling's own words help wherever the input is at issue; about credentials they may quote parts of a token. */
function sentence(kind: ProblemKind, code: number, message: string): string {
  const said = message.trim() === '' ? `code ${code}` : `code ${code}: ${message.trim().slice(0, 300)}`;
  const fixed = advice[code];
  if (kind === 'AUTHENTICATION')
    return `${fixed ?? 'Kling refused the credential; check it.'} (code ${code})`;
  if (fixed !== undefined) return `${fixed} (${said})`;
  return `${adviceOfKind[kind] ?? 'Kling could not do this; try again later'} (${said}).`;
}

/** What an HTTP status says by itself, where the body is nothing that Kling's API would write. */
const kindOfStatus: Readonly<Record<number, readonly [ProblemKind, string]>> = {
  401: ['AUTHENTICATION', 'Kling refused the credential; check the key'],
  403: ['PERMISSION', 'Kling, or a proxy before it, refused access; check the account and the base URL'],
  404: ['INVALID', 'There is no Kling API at this address; check the base URL'],
  413: ['INVALID', 'The request was too large for Kling; send smaller pictures, or URLs'],
  429: ['RATE_LIMIT', 'Kling is getting too many requests; try again a little later'],
};

/** The problem of an answer that is not in Kling's envelope, such as a CDN's HTML page. */
export function problemFromStatus(status: number): Problem {
  const [kind, text] = kindOfStatus[status] ?? [
    'UNAVAILABLE',
    'Kling gave an answer that could not be read; try again a little later',
  ];
  return makeProblem(kind, `${text} (HTTP ${status}).`);
}

/** The problem of a call that got no answer at all. */
export function problemFromNoResponse(reason: string): Problem {
  return makeProblem('UNAVAILABLE', `Kling did not answer (${reason}); try again a little later.`);
}
