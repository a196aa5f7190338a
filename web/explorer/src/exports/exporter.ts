/** Sending the canvas out: a file is made of what the API lets go at that moment, and of nothing that the page already knows. */
import type { Explorer } from "../explorer";
import { fitsOneFile, MOST_LINKS, MOST_RECORDS } from "./asked";
import { countedIn, type Counted } from "./counted";
import { drawing } from "./drawing";
import { isDrawn, KINDS, ROUTES, type Drawn, type Format, type Written } from "./formats";
import { leaving, type Leaving } from "./leaving";
import { painted } from "./picture";
import { filled, filledPicture, stampOf, withWords } from "./rooms";
import { save } from "./saving";
import { stamp, told, type Stamp } from "./stamp";

export class Exporter {
  constructor(private readonly explorer: Explorer) {}

  /** Records alone are asked for alone: what is not in the file is not on record as taken. */
  async send(format: Format): Promise<void> {
    const { words, sight } = this.explorer;
    const links = format === "records" ? 0 : sight.links.length;
    if (!fitsOneFile(sight.cards.length, links)) return this.explorer.say(words.t("export.tooMuch", { n: MOST_RECORDS, k: MOST_LINKS }));
    return isDrawn(format) ? this.sendDrawn(format) : this.sendWritten(format);
  }

  /** A file that the server writes. */
  private async sendWritten(format: Written): Promise<void> {
    const { sight, load } = this.explorer;
    const [records, links] = [sight.cards.map((card) => card.id), format === "records" ? [] : sight.links.map((link) => link.id)];
    const written = await this.explorer.attempt((signal) => load.take(ROUTES[format], { records, links }, signal));
    if (!written) return this.refuse("export.none");
    if (written.text === null) return this.refuse("export.nothing");
    const stamped = stampOf(written);
    const file = stamped === null ? null : filled(format, written.text, stamped);
    if (file === null) return this.refuse("export.unstamped");
    save(file, ...KINDS[format]);
    this.done(format, countedIn(format, written.text), records.length, links.length);
  }

  /** A picture, drawn here of what may leave, and with what the server said of it: without that there is none. */
  private async sendDrawn(format: Drawn): Promise<void> {
    const { sight, load } = this.explorer;
    const found = await this.explorer.attempt((signal) => leaving(load, sight.cards.map((card) => card.id), sight.links, signal));
    if (!found) return this.refuse("export.none");
    if (found.cards.length === 0) return this.refuse("export.nothing");
    const drawn = await this.drawn(format, found);
    const [records, links] = [found.cards.map((card) => card.id), found.links.map((link) => link.id)];
    const said = await this.explorer.attempt(async (signal) => load.take(ROUTES[format], { records, links, form: format, sha256: await hash(drawn) }, signal));
    const stamped = said ? stampOf(said) : null;
    if (!said || said.text === null) return this.refuse("export.none");
    const file = stamped === null ? null : withStamp(format, drawn, withWords(stamped, said.text));
    if (file === null) return this.refuse("export.unstamped");
    save(file, ...KINDS[format]);
    this.done(format, { records: records.length, links: links.length }, sight.cards.length, sight.links.length);
  }

  private async drawn(format: Drawn, found: Leaving): Promise<Uint8Array<ArrayBuffer>> {
    const { words, board } = this.explorer;
    const line = told(this.stamp(found), words);
    const picture = drawing(found.cards, found.links, board.places, line, words);
    return format === "svg" ? new TextEncoder().encode(picture) : new Uint8Array(await (await painted(picture, line)).arrayBuffer());
  }

  private stamp({ cards, links, receipts, keepUntil }: Leaving): Stamp {
    const { session } = this.explorer;
    const who = `${session.facts.name} (${session.facts.organisation})`;
    const taken = { who, purpose: session.purpose, when: new Date().toISOString(), keepUntil, asKnown: this.explorer.load.asKnown };
    return stamp([...cards, ...links].map((one) => one.marking), taken, receipts);
  }

  private refuse(why: "export.none" | "export.nothing" | "export.unstamped"): void {
    this.explorer.say(this.explorer.words.t(why));
  }

  private done(format: Format, { records: n, links: k }: Counted, m: number, l: number): void {
    const said = format === "records" ? "export.done" : format === "links" ? "export.doneOnlyLinks" : "export.doneLinks";
    this.explorer.say(this.explorer.words.t(said, { n, m, k, l }));
  }
}

function withStamp(format: Drawn, drawn: Uint8Array<ArrayBuffer>, stamp: string): Blob | string | null {
  return format === "png" ? filledPicture(drawn, stamp) : filled("svg", new TextDecoder().decode(drawn), stamp);
}

/** SHA-256 in hexadecimal. */
async function hash(data: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  return [...digest].map((one) => one.toString(16).padStart(2, "0")).join("");
}
