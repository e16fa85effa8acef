/** A value that is written in a query's text. */
export interface Literal {
  /** UTF-16 units from the start of the query. */
  readonly start: number;
  /** As written, including quotes. */
  readonly text: string;
  readonly kind: LiteralKind;
  /** Equal literals of one query have the same number, from 0. */
  readonly number: number;
}

export type LiteralKind = 'STRING' | 'BLOCK' | 'INT' | 'FLOAT';

/** A query separated from its literals. */
export interface SplitText {
  /** The query with a placeholder for each literal. */
  readonly template: string;
  readonly literals: readonly Literal[];
}

/** Delimits a placeholder; a query that contains it is not split. */
const delimiter = '\u0001';

/** With more literals, finding the equal ones costs too much. */
const maxLiterals = 50;

const token = new RegExp(
  [
    // A comment, skipped with everything that looks like a literal in it.
    /#[^\n\r]*/,
    /"""(?:[^"\\]|\\"""|\\|"(?!""))*"""/,
    /"(?!"")(?:[^"\\\n\r]|\\.)*"/,
    /""/,
    // A string that is never closed.
    /"/,
    /(?<!\w)-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/**
 * Separates strings and numbers from a query without parsing it. Two queries with the same template differ only in
 * their literals; an invalid query gets a template that no valid one has.
 *
 * @returns undefined if there are no literals, too many of them, or an unterminated one
 */
export function splitLiterals(query: string): SplitText | undefined {
  if (query.includes(delimiter)) return undefined;
  const literals: Literal[] = [];
  let template = '';
  let copied = 0;
  token.lastIndex = 0;
  for (let match = token.exec(query); match !== null; match = token.exec(query)) {
    const text = match[0];
    if (text.startsWith('#')) continue;
    if (text === '"' || literals.length === maxLiterals) return undefined;
    const start = match.index;
    const kind = kindOf(text);
    const number = literals.find((earlier) => earlier.text === text)?.number ?? literals.length;
    literals.push({ start, text, kind, number });
    template += `${query.slice(copied, start)}${delimiter}${kind}${number}${delimiter}`;
    copied = start + text.length;
  }
  return literals.length === 0 ? undefined : { template: template + query.slice(copied), literals };
}

function kindOf(text: string): LiteralKind {
  if (text.startsWith('"""')) return 'BLOCK';
  if (text.startsWith('"')) return 'STRING';
  return /[.eE]/.test(text) ? 'FLOAT' : 'INT';
}
