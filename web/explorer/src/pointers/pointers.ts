/** The pointers that were published to whoever looks: asked for once a view, when a record is first looked at, and kept in memory. */
import type { Explorer } from "../explorer";
import type { Whole } from "../facts/types";
import { hitsOf, type Hit, type Pointer } from "./hits";

export const POINTERS = `query Pointers($first: Int!, $after: ID) {
  pointers(first: $first, after: $after) { id originator matched ask reference }
}`;
const PAGE = 100;
/** Of more than so many pages nobody reads the rest here; all of them are on the pages. */
const MOST_PAGES = 5;

export class Pointers {
  private found: readonly Pointer[] = [];
  private asked = false;

  constructor(private readonly explorer: Explorer) {
    explorer.facts.onClear(() => this.forget());
  }

  /** Those that name what a record says; none before they were asked for. */
  about(whole: Whole): Hit[] {
    return hitsOf(whole, this.found);
  }

  /** Ask, once a view. Rights are those of now, and so are pointers: on a day that is past there are none. */
  open(): void {
    if (this.asked || this.explorer.load.asKnown !== null) return;
    this.asked = true;
    void this.fetch();
  }

  private async fetch(): Promise<void> {
    const { explorer } = this;
    const found = await explorer.attempt((signal) => this.all(signal));
    if (!found) return void (this.asked = false);
    this.found = found;
    if (found.length > 0) explorer.state.touch();
  }

  private async all(signal: AbortSignal): Promise<Pointer[]> {
    const found: Pointer[] = [];
    for (let page = 0; page < MOST_PAGES && found.length === page * PAGE; page += 1) {
      const { data } = await this.explorer.load.askNow<{ pointers: readonly Pointer[] }>(POINTERS, { first: PAGE, after: found.at(-1)?.id ?? null }, signal);
      found.push(...data.pointers);
    }
    return found;
  }

  private forget(): void {
    this.found = [];
    this.asked = false;
  }
}
