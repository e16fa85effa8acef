/** A value that is written into a query. */
export interface Literal {
  /** Where it begins, in UTF-16 units from the query's start. */
  readonly start: number;
  /** As it is written, with its quotes. */
  readonly text: string;
  readonly kind: LiteralKind;
  /** Equal literals of one query have the same number, from 0. */
  readonly number: number;
}

export type LiteralKind = 'STRING' | 'BLOCK' | 'INT' | 'FLOAT';

/** A query without the values that are written into it. */
export interface Split {
  /** The query with a mark in the place of each literal. */
  readonly template: string;
  readonly literals: readonly Literal[];
}

/** Begins and ends a mark; a query that has it already is not split. */
const mark = '\u0001';

/** More are not worth the search for equal ones. */
const mostLiterals = 50;

const token = new RegExp(
  [
    // Passed over as a whole, so that what looks like a literal in it stays.
    /#[^\n\r]*/,
    /"""(?:[^"\\]|\\"""|\\|"(?!""))*"""/,
    /"(?!"")(?:[^"\\\n\r]|\\.)*"/,
    /""/,
    // Opens what is never closed.
    /"/,
    /(?<!\w)-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/**
 * Takes the strings and numbers out of a query, without parsing it. Two queries with the same template differ in
 * nothing but the values of their literals; what is no valid query gets a template that no valid one has.
 *
 * @returns undefined when there are none, or too many, or one has no end
 */
export function splitLiterals(query: string): Split | undefined {
  if (query.includes(mark)) return undefined;
  const literals: Literal[] = [];
  let template = '';
  let copied = 0;
  token.lastIndex = 0;
  for (let found = token.exec(query); found !== null; found = token.exec(query)) {
    const text = found[0];
    if (text.startsWith('#')) continue;
    if (text === '"' || literals.length === mostLiterals) return undefined;
    const start = found.index;
    const kind = kindOf(text);
    const number = literals.find((earlier) => earlier.text === text)?.number ?? literals.length;
    literals.push({ start, text, kind, number });
    template += `${query.slice(copied, start)}${mark}${kind}${number}${mark}`;
    copied = start + text.length;
  }
  return literals.length === 0 ? undefined : { template: template + query.slice(copied), literals };
}

function kindOf(text: string): LiteralKind {
  if (text.startsWith('"""')) return 'BLOCK';
  if (text.startsWith('"')) return 'STRING';
  return /[.eE]/.test(text) ? 'FLOAT' : 'INT';
}
