import type { Issue } from '../../issues.ts';
import { type Citable, howToCite, isKlingWord, klingForm, nameCharacters } from './citable.ts';
import { isWrittenWithoutSpaces } from './script.ts';
import { similarName } from './similar-name.ts';

/** A prompt whose citations were read. */
export interface ReadPrompt {
  /** The prompt as Kling is sent it: every citation in Kling's own form. */
  readonly text: string;
  readonly cited: ReadonlySet<Citable>;
  /** CITES_NOTHING for every citation that Kling would ignore and bill. */
  readonly issues: readonly Issue[];
  /** What looks like a citation, but is probably text. */
  readonly warnings: readonly Issue[];
}

/**
 * What may be a citation: something in angle brackets; an e-mail address, which is text; a name after `@`; a word of
 * Kling's without brackets.
 */
const candidates = new RegExp(
  [
    String.raw`(?<open>[<＜《]+)\s*(?<inner>[^<>＜＞《》\n]{1,60}?)\s*(?<close>[>＞》]+)`,
    String.raw`(?<email>[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?![A-Za-z0-9]))`,
    String.raw`[@＠](?<name>${nameCharacters}+)`,
    String.raw`(?<![A-Za-z0-9_/.-])(?<bare>(?:element|image|video|object)_\d+)(?![A-Za-z0-9_]|\.[a-z])`,
  ].join('|'),
  'giu',
);

/**
 * Reads what a prompt cites, by `@name` or in Kling's own form, and writes it in Kling's form. Of several names that
 * fit, the longest counts. A name after `@` that nothing has and nothing resembles is text.
 * (docs/kling-generation.md, section 4, row 1)
 */
export function readCitations(prompt: string, citables: readonly Citable[]): ReadPrompt {
  const reader = new CitationReader(citables);
  const text = prompt.replace(candidates, (...match) => reader.read(match));
  return { text, cited: reader.cited, issues: once(reader.issues), warnings: once(reader.warnings) };
}

const wordCharacter = new RegExp(`^${nameCharacters}`, 'u');

type Groups = Partial<Record<'open' | 'inner' | 'close' | 'email' | 'name' | 'bare', string>>;

class CitationReader {
  readonly cited = new Set<Citable>();
  readonly issues: Issue[] = [];
  readonly warnings: Issue[] = [];
  readonly #citables: readonly Citable[];
  readonly #byName = new Map<string, Citable[]>();
  /** Longest first. */
  readonly #names: readonly string[];

  constructor(citables: readonly Citable[]) {
    this.#citables = citables;
    for (const citable of citables) {
      if (citable.name === null) continue;
      const name = citable.name.normalize('NFC');
      this.#byName.set(name, [...(this.#byName.get(name) ?? []), citable]);
    }
    this.#names = [...this.#byName.keys()].sort((one, other) => other.length - one.length);
  }

  /** What takes the place of a candidate. */
  read(match: readonly unknown[]): string {
    const written = String(match[0]);
    const { open, inner, close, name, bare } = match.at(-1) as Groups;
    if (name !== undefined) return this.#readName(written, name);
    if (inner !== undefined && open !== undefined && close !== undefined) {
      return this.#readBrackets(written, inner);
    }
    return bare === undefined ? written : this.#citesNothing(written, this.#wayToCite(bare));
  }

  #readName(written: string, word: string): string {
    const run = word.normalize('NFC');
    const name = this.#names.find((one) => run.startsWith(one));
    if (name === undefined) return this.#readUnknownName(written, run);
    const rest = run.slice(name.length);
    if (!endsName(name, rest)) {
      const way = `To cite ${name}, put a space or a punctuation mark after @${name}.`;
      return this.#citesNothing(written, way);
    }
    const [citable, ...namesakes] = this.#byName.get(name) ?? [];
    if (citable === undefined || namesakes.length > 0) {
      const way = `${1 + namesakes.length} of what is listed have this name; give each one its own.`;
      return this.#citesNothing(written, way);
    }
    this.cited.add(citable);
    return klingForm(citable) + rest;
  }

  #readUnknownName(written: string, run: string): string {
    const alias = this.#citables.find((one) => one.alias !== undefined && begins(one.alias, run));
    if (alias !== undefined) return this.#citesNothing(written, `Here it is cited as ${howToCite(alias)}.`);
    const similar = similarName(run, this.#names);
    if (similar !== undefined) return this.#citesNothing(written, `Did you mean @${similar}?`);
    if (isKlingWord(run) || /^(?:object|subject|character)[_-]?\d+$/i.test(run)) {
      return this.#citesNothing(written, this.#wayToCite(run));
    }
    this.warnings.push({
      code: 'CITES_NOTHING',
      message: `${written} is sent as plain text, because nothing is named ${run}.`,
    });
    return written;
  }

  #readBrackets(written: string, inner: string): string {
    const exact = this.#citables.find((one) => klingForm(one) === written);
    if (exact !== undefined) {
      this.cited.add(exact);
      return written;
    }
    const name = inner.replace(/^[@＠]/, '').normalize('NFC');
    const named = this.#byName.get(name)?.[0] ?? this.#citables.find(({ alias }) => alias === name);
    if (named !== undefined) return this.#citesNothing(written, `Write ${howToCite(named)}.`);
    const likeKling = /^[a-z]+\s?[_-]?\s?\d+$/i.test(inner) && isKlingLike(inner);
    if (likeKling || written.startsWith('<<<')) return this.#citesNothing(written, this.#wayToCite(inner));
    return written;
  }

  /** What to write in place of a word like Kling's own. */
  #wayToCite(word: string): string {
    const [, kind, position] = /^(element|image|video)\s?[_-]?\s?0*(\d+)$/i.exec(word) ?? [];
    const meant = this.#citables.find(
      (one) => one.kind === kind?.toLowerCase() && one.position === Number(position),
    );
    if (meant !== undefined) return `Write ${waysToCite(meant)}.`;
    const counts = (['element', 'image', 'video'] as const).map((one) => {
      const count = this.#citables.filter((citable) => citable.kind === one).length;
      return `${count} ${count === 1 ? one : `${one}s`}`;
    });
    const [first] = this.#citables;
    const example = first === undefined ? '' : `; the first is cited by ${waysToCite(first)}`;
    return `Listed are ${counts.join(', ')}${example}.`;
  }

  #citesNothing(written: string, way: string): string {
    const message = `${written} cites nothing: Kling would ignore it and charge for the result. ${way}`;
    this.issues.push({ code: 'CITES_NOTHING', message });
    return written;
  }
}

function waysToCite(citable: Citable): string {
  return citable.name === null ? klingForm(citable) : `@${citable.name} or ${klingForm(citable)}`;
}

/** Words in brackets that somebody means as a citation. */
function isKlingLike(inner: string): boolean {
  return /^(?:element|image|video|object|subject|character)/i.test(inner);
}

/** Whether a name that cannot be cited, such as one with spaces, is or begins with a word. */
function begins(alias: string, word: string): boolean {
  const name = alias.normalize('NFC');
  return name === word || (name.startsWith(word) && !wordCharacter.test(name.slice(word.length)));
}

/** Whether a name ends where the rest of the word begins. */
function endsName(name: string, rest: string): boolean {
  if (/^[_-]*$/.test(rest)) return true;
  const [first = ''] = rest;
  const last = Array.from(name).at(-1) ?? '';
  return isWrittenWithoutSpaces(first) || isWrittenWithoutSpaces(last);
}

function once(issues: readonly Issue[]): Issue[] {
  return [...new Map(issues.map((issue) => [issue.message, issue])).values()];
}
