/** The facts that were served, by id. Held in memory only; what the API no longer serves is dropped here and so everywhere. */
import type { Card, HopPage, Id, Link, Whole } from "./types";

export class Facts {
  private readonly cardById = new Map<Id, Card>();
  private readonly wholeById = new Map<Id, Whole>();
  private readonly linkById = new Map<Id, Link>();
  private readonly pagesById = new Map<Id, readonly HopPage[]>();
  private readonly forgetful: (() => void)[] = [];
  private readonly dropping: ((ids: ReadonlySet<Id>) => void)[] = [];
  /** Rises with every change, so that what is computed from the facts can be kept until then. */
  version = 0;

  card(id: Id): Card | undefined {
    return this.cardById.get(id);
  }

  whole(id: Id): Whole | undefined {
    return this.wholeById.get(id);
  }

  /** The surroundings of a record, or undefined when they were not asked for yet. */
  around(id: Id): readonly HopPage[] | undefined {
    return this.pagesById.get(id);
  }

  link(id: Id): Link | undefined {
    return this.linkById.get(id);
  }

  /** Links of which both ends are in this set, in one order, whichever answer brought them first: the same board, the same picture. */
  linksAmong(ids: ReadonlySet<Id>): Link[] {
    return [...this.linkById.values()].filter((link) => ids.has(link.from) && ids.has(link.to)).sort(byId);
  }

  putCards(cards: readonly Card[]): void {
    for (const card of cards) this.cardById.set(card.id, card);
    this.version += 1;
  }

  putWhole(whole: Whole): void {
    this.wholeById.set(whole.id, whole);
    this.version += 1;
  }

  putAround(id: Id, pages: readonly HopPage[], links: readonly Link[]): void {
    this.pagesById.set(id, pages);
    for (const link of links) this.linkById.set(link.id, link);
    this.version += 1;
  }

  /** Add a further page to one hop of a record. */
  putMore(id: Id, page: HopPage, links: readonly Link[]): void {
    const pages = this.pagesById.get(id) ?? [];
    const joined = pages.map((one) => (one.hop.field === page.hop.field ? { ...page, neighbours: [...one.neighbours, ...page.neighbours] } : one));
    this.putAround(id, joined, links);
  }

  /** Forget records that are no longer served, and every trace of them in the surroundings of others. */
  drop(ids: ReadonlySet<Id>): void {
    for (const id of ids) {
      this.cardById.delete(id);
      this.wholeById.delete(id);
      this.pagesById.delete(id);
    }
    for (const [id, link] of this.linkById) if (ids.has(link.from) || ids.has(link.to)) this.linkById.delete(id);
    for (const [id, pages] of this.pagesById) {
      this.pagesById.set(id, pages.map((page) => ({ ...page, neighbours: page.neighbours.filter((one) => !ids.has(one.id)) })));
    }
    this.version += 1;
    for (const listener of this.dropping) listener(ids);
  }

  /** Forget everything: another purpose or case, another view. */
  clear(): void {
    this.cardById.clear();
    this.wholeById.clear();
    this.linkById.clear();
    this.pagesById.clear();
    this.version += 1;
    for (const listener of this.forgetful) listener();
  }

  /** Call this whenever everything is forgotten: who remembers what was asked must forget that too. */
  onClear(listener: () => void): void {
    this.forgetful.push(listener);
  }

  /** Call this with the records that are no longer served: who remembers something of them must forget that too. */
  onDrop(listener: (ids: ReadonlySet<Id>) => void): void {
    this.dropping.push(listener);
  }
}

function byId(one: Link, two: Link): number {
  return one.id < two.id ? -1 : 1;
}
