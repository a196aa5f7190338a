/** A value that tells who listens when it changes. Listeners run together, once per turn of the event loop. */

const SOON_MS = 200;

export class Store<T extends object> {
  private readonly listeners = new Set<() => void>();
  private told = true;
  /** How long the listeners took the last time, in milliseconds: they never get more than a fifth of the time. */
  private lasted = 0;
  private soon: ReturnType<typeof setTimeout> | undefined;

  constructor(private value: T) {}

  get(): T {
    return this.value;
  }

  /** Change some of it. `quietly`: the listeners need not know at once. */
  set(change: Partial<T>, quietly = false): void {
    this.value = { ...this.value, ...change };
    if (!quietly) this.touch();
  }

  /** Tell the listeners even though the value is the same: something it refers to has changed. */
  touch(): void {
    if (!this.told) return;
    this.told = false;
    queueMicrotask(() => {
      this.told = true;
      const start = performance.now();
      for (const listener of this.listeners) listener();
      this.lasted = performance.now() - start;
    });
  }

  /** Tell the listeners before long: for changes that come in great numbers. */
  touchSoon(): void {
    const pause = Math.max(SOON_MS, 4 * this.lasted);
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      this.touch();
    }, pause);
  }

  listen(listener: () => void): void {
    this.listeners.add(listener);
  }
}
