/**
 * Ids as Kling's are: long numbers. Three of four element ids are above 2^53 and odd, so that no double holds them,
 * and so close together that a client that loses digits mistakes one element for another
 * (docs/kling-api.md, section 4, row 1).
 */
export class Ids {
  readonly #random: () => number;
  #long: bigint;
  #short: bigint;
  #elements = 0;

  constructor(random: () => number) {
    this.#random = random;
    this.#long = 800_000_000_000_000_001n + 2n * BigInt(Math.floor(random() * 1e16));
    this.#short = 300_000_000n + BigInt(Math.floor(random() * 1e8));
  }

  /** The id of a task or of a voice. */
  text(): string {
    return this.#nextLong().toString();
  }

  element(): bigint {
    this.#elements += 1;
    if (this.#elements % 4 > 0) return this.#nextLong();
    this.#short += 1n;
    return this.#short;
  }

  #nextLong(): bigint {
    this.#long += 2n * (1n + BigInt(Math.floor(this.#random() * 20)));
    return this.#long;
  }
}
