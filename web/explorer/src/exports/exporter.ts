/** Sending the canvas out: a file is made of what the API lets go at that moment, and of nothing that the page already knows. */
import type { Explorer } from "../explorer";
import { fitsOneFile, MOST_LINKS, MOST_RECORDS } from "./asked";
import { linksCsv, recordsCsv } from "./csv";
import { drawing } from "./drawing";
import { graphml } from "./graphml";
import { leaving, type Leaving } from "./leaving";
import { painted } from "./picture";
import { save } from "./saving";
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
  constructor(private readonly explorer: Explorer) {}

  /** Records alone are asked for alone: what is not in the file is not on record as taken. */
  async send(format: Format): Promise<void> {
    const { explorer } = this;
    const { words, sight } = explorer;
    const links = format === "records" ? [] : sight.links;
    if (!fitsOneFile(sight.cards.length, links.length)) return explorer.say(words.t("export.tooMuch", { n: MOST_RECORDS, k: MOST_LINKS }));
    const found = await explorer.attempt((signal) => leaving(explorer.load, sight.cards.map((card) => card.id), links, signal));
    if (!found) return explorer.say(words.t("export.none"));
    if ((format === "links" ? found.links : found.cards).length === 0) return explorer.say(words.t("export.nothing"));
    save(await this.made(format, found), ...KINDS[format]);
    const counts = { n: found.cards.length, m: sight.cards.length, k: found.links.length, l: links.length };
    explorer.say(words.t(format === "records" ? "export.done" : "export.doneLinks", counts));
  }

  private async made(format: Format, found: Leaving): Promise<Blob | string> {
    const { cards, links } = found;
    const { words, board } = this.explorer;
    const mark = this.stamp(found);
    if (format === "records") return recordsCsv(cards, mark);
    if (format === "links") return linksCsv(links, mark);
    if (format === "graphml") return graphml(cards, links, mark);
    const line = told(mark, words);
    const drawn = drawing(cards, links, board.places, line, words);
    return format === "svg" ? drawn : painted(drawn, line);
  }

  private stamp({ cards, links, receipts }: Leaving): Stamp {
    const { session } = this.explorer;
    const who = `${session.facts.name} (${session.facts.organisation})`;
    return stamp([...cards, ...links].map((one) => one.marking), who, session.purpose, new Date().toISOString(), receipts, this.explorer.load.asKnown);
  }
}
