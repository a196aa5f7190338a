/** The markings of everything on screen: the canvas with its table, and what the panels show beside them. */
import type { Entities } from "../details/entity";
import type { Explorer } from "../explorer";
import type { Marking } from "../facts/types";

interface Marked {
  readonly marking: Marking | null;
}

export function onScreen(explorer: Explorer, entities: Entities): readonly (Marking | null)[] {
  const { sight } = explorer;
  const { side, search, drawer, analysis } = explorer.state.get();
  const found = side === "search" ? search.cards : [];
  const analysed = drawer === "analysis" && analysis?.found ? [{ scheme: null, regime: null, ...analysis.found.highest }] : [];
  return [...[...sight.cards, ...sight.links, ...found, ...detailed(explorer, entities)].map((one) => one.marking), ...analysed];
}

/** What the panel on the right tells: a relationship, paths, what is otherwise since a day, or a record and what others state of the same. */
function detailed(explorer: Explorer, entities: Entities): readonly Marked[] {
  const { facts } = explorer;
  const { detail, focus, path, since } = explorer.state.get();
  if (detail.kind === "paths") {
    const nodes = (path?.found ?? []).flatMap((one) => one.nodes);
    return [...nodes, ...facts.linksAmong(new Set(nodes.map((one) => one.id)))];
  }
  if (detail.kind === "since") return [...(since?.found?.recorded ?? []), ...(since?.found?.withdrawn ?? [])];
  const id = "id" in detail ? detail.id : detail.kind === "expand" ? focus : null;
  if (id === null) return [];
  if (detail.kind === "link") return [facts.link(id) ?? []].flat();
  return [facts.card(id) ?? [], entities.known(id)].flat();
}
