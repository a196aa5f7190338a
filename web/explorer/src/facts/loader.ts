/** Asks the API for facts and puts them away. Never: what is drawn or said. */
import type { Answer, Api, Manner, Written } from "../api";
import { asKnown, endOf, type Day } from "../moment/moment";
import type { Hop } from "../ontology/ontology";
import * as documents from "./documents";
import type { Facts } from "./facts";
import { readAround, readCard, readWhole, type Raw } from "./read";
import type { Card, FoundPath, HopPage, Id, Whole } from "./types";

type Listed = { readonly edges: readonly { readonly node: Raw }[]; readonly pageInfo?: { readonly hasNextPage: boolean } };
interface Named {
  readonly records: readonly Id[];
  readonly links: readonly Id[];
  /** Of a picture: what kind it is, and the hash of its bytes. */
  readonly form?: string;
  readonly sha256?: string;
}
const MOST_PAGES = 100;

export class Loader {
  /** Digest of the caller's rights as last told; `onRights` is called when it changes. */
  private epoch: string | null = null;
  private view = 0;
  onRights: () => void = () => undefined;
  /** Called as facts come in one by one. */
  onFacts: () => void = () => undefined;
  /** The day that everything is asked of; null is now. Whoever changes it asks for another view (`renew`). */
  asKnown: Day | null = null;

  constructor(
    private readonly api: Api,
    readonly facts: Facts,
  ) {}

  /** Ask of the day that is looked at. */
  async ask<T>(document: string, variables: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<Answer<T>> {
    if (this.asKnown === null) return this.askNow(document, variables, signal);
    return this.askNow(asKnown(document), { ...variables, asKnown: endOf(this.asKnown) }, signal);
  }

  /** Ask whatever day is looked at: of what has none, or says itself which. */
  async askNow<T>(document: string, variables: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<Answer<T>> {
    return this.inView(() => this.api.ask<T>(document, variables, signal));
  }

  /** A file of these records and of these links between them, of the day that is looked at; or what is said of a picture of them. */
  async take(route: string, named: Named, signal?: AbortSignal): Promise<Written> {
    const day = this.asKnown === null ? {} : { asKnown: endOf(this.asKnown) };
    return this.inView(() => this.api.take(route, { ...named, ...day }, signal));
  }

  /** What is answered must be of the view that it was asked for; it may tell that rights changed. */
  private async inView<A extends Answer<unknown> | Written>(ask: () => Promise<A>): Promise<A> {
    const { view } = this;
    const answer = await ask();
    if (view !== this.view) throw new DOMException("asked for another view", "AbortError");
    if (answer.epoch === null) return answer; // no answer of the graph: it tells nothing of rights
    const before = this.epoch;
    this.epoch = answer.epoch;
    if (before !== null && before !== answer.epoch) this.onRights();
    return answer;
  }

  /** Ask for something to be done, and be answered even when another view is asked for by then: what was begun may have to be ended. */
  async order<T>(document: string, variables: Readonly<Record<string, unknown>>, manner: Manner): Promise<T> {
    return (await this.api.ask<T>(document, variables, undefined, manner)).data;
  }

  /** Run a task that asks several questions: when the view changed meanwhile, what it brought is of no one view, and it is aborted. */
  async inOneView<T>(task: () => Promise<T>): Promise<T> {
    const { view } = this;
    const done = await task();
    if (view !== this.view) throw new DOMException("asked for another view", "AbortError");
    return done;
  }

  /** Nothing is asked of the graph; it tells whether the session, the API and the rights are as they were. */
  async pulse(): Promise<void> {
    await this.askNow(documents.PULSE, {});
  }

  /** From now on another view is asked for: another purpose, case or day, or rights that changed. Answers still under way are not of it. */
  renew(): void {
    this.view += 1;
    this.epoch = null;
  }

  async search(text: string, first: number, signal?: AbortSignal): Promise<{ cards: readonly Card[]; more: boolean }> {
    const { data } = await this.ask<{ search: Listed }>(documents.SEARCH, { text, first }, signal);
    const cards = data.search.edges.map((edge) => readCard(edge.node));
    return { cards, more: data.search.pageInfo?.hasNextPage ?? false };
  }

  /** The cases in the caller's view, each with the first of the persons it concerns. */
  async cases(): Promise<readonly { readonly card: Card; readonly persons: readonly Card[] }[]> {
    const { data } = await this.ask<{ cases: { edges: readonly { node: Raw & { concerns: Listed } }[] } }>(documents.CASES, {});
    return data.cases.edges.map(({ node: { concerns, ...own } }) => ({ card: readCard(own), persons: concerns.edges.map((edge) => readCard(edge.node)) }));
  }

  /** Cards of these ids; an id that is not served is missing from the answer. */
  async cards(ids: readonly Id[], signal?: AbortSignal): Promise<readonly Card[]> {
    const answers = await Promise.all(ids.map((id) => this.one(id, signal)));
    return answers.flatMap((card) => card ?? []);
  }

  private async one(id: Id, signal?: AbortSignal): Promise<Card | null> {
    const { data } = await this.ask<{ node: Raw | null }>(documents.CARD, { id }, signal);
    const card = data.node ? readCard(data.node) : null;
    if (card) this.facts.putCards([card]);
    this.onFacts();
    return card;
  }

  /** Cards of these ids as known on the day that is looked at, and as they are now. Those of now do not become facts, which are of one day. */
  async thenAndNow(ids: readonly Id[], signal?: AbortSignal): Promise<{ readonly then: readonly Card[]; readonly now: readonly Card[] }> {
    return this.inOneView(async () => {
      const then = await this.cards(ids, signal);
      const answers = await Promise.all(ids.map((id) => this.askNow<{ node: Raw | null }>(documents.CARD, { id }, signal)));
      return { then, now: answers.flatMap(({ data }) => (data.node ? [readCard(data.node)] : [])) };
    });
  }

  async whole(id: Id, type: string): Promise<Whole | null> {
    const { data } = await this.ask<{ node: Raw | null }>(documents.whole(type), { id });
    if (!data.node) return null;
    const whole = readWhole(data.node);
    this.facts.putWhole(whole);
    return whole;
  }

  /** The surroundings of a record, from what is known or from the API. */
  async around(id: Id, type: string, signal?: AbortSignal): Promise<readonly HopPage[]> {
    return this.facts.around(id) ?? this.askAround(id, type, signal);
  }

  private async askAround(id: Id, type: string, signal?: AbortSignal): Promise<readonly HopPage[]> {
    const answers = await Promise.all(documents.around(type).map((text) => this.ask<{ node: Raw | null }>(text, { id }, signal)));
    const read = answers.flatMap(({ data }) => (data.node ? [readAround(id, type, data.node)] : []));
    const pages = read.flatMap((one) => one.pages);
    this.facts.putAround(id, pages, read.flatMap((one) => one.links));
    return pages;
  }

  /** Every neighbour along a hop: the pages that are still out are fetched, up to a limit. */
  async wholeHop(id: Id, type: string, hop: Hop, signal?: AbortSignal): Promise<HopPage | undefined> {
    await this.around(id, type, signal);
    for (let turn = 0; turn < MOST_PAGES; turn += 1) {
      const page = this.facts.around(id)?.find((one) => one.hop.field === hop.field);
      if (!page?.cursor) return page;
      const { data } = await this.ask<{ node: Raw | null }>(documents.more(type, hop), { id, after: page.cursor }, signal);
      const read = data.node ? readAround(id, type, data.node) : null;
      const next = read?.pages[0];
      if (!read || !next) return page;
      this.facts.putMore(id, next, read.links);
    }
    return this.facts.around(id)?.find((one) => one.hop.field === hop.field);
  }

  async entity(id: Id): Promise<readonly { id: Id; type: string }[]> {
    const { data } = await this.ask<{ entity: { records: readonly Raw[] } | null }>(documents.ENTITY, { id });
    return (data.entity?.records ?? []).map((raw) => ({ id: String(raw["id"]), type: String(raw["__typename"]) }));
  }

  async paths(from: Id, to: Id, maxHops: number, signal?: AbortSignal): Promise<readonly FoundPath[]> {
    const { data } = await this.ask<{ paths: readonly { hops: number; nodes: readonly Raw[] }[] }>(documents.PATHS, { from, to, maxHops }, signal);
    return data.paths.map((path) => ({ hops: path.hops, nodes: path.nodes.map(readCard) }));
  }
}
