/** What of the canvas may leave, asked for anew. The answers are less than what may be seen, so they never become facts. */
import type { Loader } from "../facts/loader";
import { readAround, readCard, type Raw } from "../facts/read";
import type { Card, Id, Link } from "../facts/types";
import { batchesOf, inParts, leavingLinks, LEAVING_RECORDS, type Batch } from "./asked";

export interface Leaving {
  readonly cards: readonly Card[];
  readonly links: readonly Link[];
  /** They prove what was served. */
  readonly receipts: readonly string[];
  /** The first instant at which something of it would not be let go any more, as far as the answers say. */
  readonly keepUntil: string | null;
}
interface Nodes {
  readonly nodes: readonly (Raw | null)[];
}

/** Those of these records, and of the links between them, that the caller may export. All of it is of one view, or it is aborted. */
export async function leaving(load: Loader, ids: readonly Id[], links: readonly Link[], signal?: AbortSignal): Promise<Leaving> {
  return load.inOneView(async () => {
    const records = await Promise.all(inParts(ids).map((part) => load.ask<Nodes>(LEAVING_RECORDS, { ids: part }, signal)));
    const cards = records.flatMap(({ data }) => data.nodes.flatMap((raw) => (raw ? [readCard(raw)] : [])));
    const batches = batchesOf(cards, links);
    const hops = await Promise.all(batches.map(({ type, hop, ids, links, first }) => load.ask<Nodes>(leavingLinks(type, hop), { ids, links, first }, signal)));
    const found = batches.flatMap((batch, k) => linksOf(batch, hops[k]?.data));
    const answers = [...records, ...hops];
    const [keepUntil = null] = answers.flatMap((one) => one.keepUntil ?? []).sort();
    return { cards, links: found, receipts: answers.flatMap(({ receipt }) => receipt ?? []), keepUntil };
  });
}

/** The links in an answer that were asked for. */
function linksOf({ type, links }: Batch, data: Nodes | undefined): Link[] {
  const asked = new Set(links);
  const read = (data?.nodes ?? []).flatMap((raw) => (raw ? readAround(String(raw["id"]), type, raw).links : []));
  return read.filter((link) => asked.has(link.id));
}
