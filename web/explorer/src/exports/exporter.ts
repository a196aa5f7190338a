/** Sending the canvas out: everything is asked again first, so a file holds what may be seen at that moment, and says so. */
import type { Explorer } from "../explorer";
import { mayLeave } from "../facts/marking";
import type { Card, Link } from "../facts/types";
import type { GraphPort } from "../graph/port";
import { linksCsv, recordsCsv } from "./csv";
import { drawing } from "./drawing";
import { graphml } from "./graphml";
import { stamped } from "./picture";
import { stamp, told, type Stamp } from "./stamp";

export const FORMATS = ["png", "svg", "records", "links", "graphml"] as const;
export type Format = (typeof FORMATS)[number];
const KINDS: Readonly<Record<Format, readonly [string, string]>> = {
  png: ["kring.png", "image/png"],
  svg: ["kring.svg", "image/svg+xml"],
  records: ["kring-records.csv", "text/csv"],
  links: ["kring-relationships.csv", "text/csv"],
  graphml: ["kring.graphml", "application/graphml+xml"],
};

export class Exporter {
  constructor(
    private readonly explorer: Explorer,
    private readonly graph: GraphPort,
  ) {}

  async send(format: Format): Promise<void> {
    const { explorer } = this;
    const wanted = explorer.sight.cards.map((card) => card.id);
    const served = await explorer.attempt((signal) => explorer.load.cards(wanted, signal));
    if (!served) return;
    const seen = new Set(served.cards.map((card) => card.id));
    explorer.withdraw(new Set(wanted.filter((id) => !seen.has(id))));
    const cards = served.cards.filter(mayLeave);
    const links = explorer.facts.linksAmong(new Set(cards.map((card) => card.id))).filter(mayLeave);
    if (cards.length === 0) return explorer.say(explorer.words.t("export.nothing"));
    save(await this.made(format, cards, links, this.stamp(cards, links, served.receipts)), ...KINDS[format]);
    explorer.say(explorer.words.t("export.done", { n: cards.length }));
  }

  private stamp(cards: readonly Card[], links: readonly Link[], receipts: readonly string[]): Stamp {
    const { session } = this.explorer;
    const who = `${session.facts.name} (${session.facts.organisation})`;
    return stamp([...cards, ...links].map((one) => one.marking), who, session.purpose, new Date().toISOString(), receipts);
  }

  private async made(format: Format, cards: readonly Card[], links: readonly Link[], mark: Stamp): Promise<Blob | string> {
    const { words, board } = this.explorer;
    if (format === "records") return recordsCsv(cards, mark);
    if (format === "links") return linksCsv(links, mark);
    if (format === "graphml") return graphml(cards, links, mark);
    if (format === "svg") return drawing(cards, links, board.places, told(mark, words), words);
    return stamped(this.graph.picture(2, new Set(cards.map((card) => card.id))), told(mark, words));
  }
}

function save(made: Blob | string, file: string, kind: string): void {
  const address = URL.createObjectURL(typeof made === "string" ? new Blob([made], { type: kind }) : made);
  const link = document.createElement("a");
  link.href = address;
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
