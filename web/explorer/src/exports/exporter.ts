/** Sending the canvas out: a file is made of what the API lets go at that moment, and of nothing that the page already knows. */
import type { Explorer } from "../explorer";
import { fitsOneFile, MOST_LINKS, MOST_RECORDS } from "./asked";
import { countedIn, receipted } from "./bundle";
import { linksCsv, recordsCsv } from "./csv";
import { drawing } from "./drawing";
import { graphml } from "./graphml";
import { leaving, type Leaving } from "./leaving";
import { painted } from "./picture";
import { save } from "./saving";
import { stamp, told, type Stamp } from "./stamp";

export const FORMATS = ["png", "svg", "records", "links", "graphml", "stix"] as const;
export type Format = (typeof FORMATS)[number];
type Made = Exclude<Format, "stix">;
/** One writer of STIX is enough: it is the server's, and what may leave is decided there (docs/decisions/0157). */
const STIX = { route: "/explorer/stix", file: "kring.stix.json", kind: "application/stix+json;version=2.1" } as const;
const KINDS: Readonly<Record<Made, readonly [string, string]>> = {
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
    if (format === "stix") return this.sendWritten();
    const found = await explorer.attempt((signal) => leaving(explorer.load, sight.cards.map((card) => card.id), links, signal));
    if (!found) return explorer.say(words.t("export.none"));
    if ((format === "links" ? found.links : found.cards).length === 0) return explorer.say(words.t("export.nothing"));
    save(await this.made(format, found), ...KINDS[format]);
    const counts = { n: found.cards.length, m: sight.cards.length, k: found.links.length, l: links.length };
    explorer.say(words.t(format === "records" ? "export.done" : "export.doneLinks", counts));
  }

  /** A file that the server writes. */
  private async sendWritten(): Promise<void> {
    const { words, sight, load } = this.explorer;
    const [records, links] = [sight.cards.map((card) => card.id), sight.links.map((link) => link.id)];
    const written = await this.explorer.attempt((signal) => load.take(STIX.route, records, links, signal));
    if (!written) return this.explorer.say(words.t("export.none"));
    if (written.text === null) return this.explorer.say(words.t("export.nothing"));
    save(receipted(written.text, written), STIX.file, STIX.kind);
    const found = countedIn(written.text);
    this.explorer.say(words.t("export.doneLinks", { n: found.records, m: records.length, k: found.links, l: links.length }));
  }

  private async made(format: Made, found: Leaving): Promise<Blob | string> {
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

  private stamp({ cards, links, receipts, keepUntil }: Leaving): Stamp {
    const { session } = this.explorer;
    const who = `${session.facts.name} (${session.facts.organisation})`;
    const taken = { who, purpose: session.purpose, when: new Date().toISOString(), keepUntil, asKnown: this.explorer.load.asKnown };
    return stamp([...cards, ...links].map((one) => one.marking), taken, receipts);
  }
}
