/** Which items are due when. Many of them are due at the same time, so finding the next one is cheap. */
export class Schedule<Item> {
  readonly #due = new Map<number, Set<Item>>();
  readonly #timeOf = new Map<Item, number>();

  /** Puts an item at a time (Unix milliseconds), replacing the time it had. */
  put(item: Item, at: number): void {
    this.remove(item);
    this.#timeOf.set(item, at);
    const items = this.#due.get(at) ?? new Set();
    this.#due.set(at, items.add(item));
  }

  remove(item: Item): void {
    const at = this.#timeOf.get(item);
    if (at === undefined) return;
    this.#timeOf.delete(item);
    const items = this.#due.get(at);
    items?.delete(item);
    if (items?.size === 0) this.#due.delete(at);
  }

  timeOf(item: Item): number | undefined {
    return this.#timeOf.get(item);
  }

  /** When the next item is due. */
  next(): number | undefined {
    let next: number | undefined;
    for (const at of this.#due.keys()) if (next === undefined || at < next) next = at;
    return next;
  }

  /** Removes and returns the items that are due, the earliest first. */
  take(now: number): Item[] {
    const times = [...this.#due.keys()].filter((at) => at <= now).sort((one, other) => one - other);
    const items = times.flatMap((at) => [...(this.#due.get(at) ?? [])]);
    for (const item of items) this.remove(item);
    return items;
  }
}
