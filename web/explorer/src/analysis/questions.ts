/** Asks one question after another. Only the last one is answered on the page: answers may cross on their way. */
import type { Explorer } from "../explorer";
import { analysed, type Asked } from "./asking";
import type { Analysed } from "./document";
import { LongRun } from "./run";
import { Waiting } from "./waiting";

export class Questions {
  constructor(
    private readonly explorer: Explorer,
    private readonly run = new LongRun(explorer),
  ) {}

  /** At once, or in a run that may take its time. */
  async ask(asked: Asked, isLong: boolean): Promise<void> {
    const { explorer } = this;
    const waiting = new Waiting(explorer.state);
    const language = explorer.words.language.toUpperCase();
    const found = await (isLong ? this.run.find(waiting, asked, language) : this.atOnce(waiting, asked, language));
    if (!found || !waiting.isWanted) return;
    waiting.show({ status: "done", found, run: null });
    explorer.say(explorer.words.count("analysis.found", found.findings.length));
  }

  private async atOnce(waiting: Waiting, asked: Asked, language: string): Promise<Analysed | undefined> {
    const { explorer } = this;
    const found = await explorer.attempt((signal) => analysed(explorer.load, asked, language, signal));
    return found ?? waiting.stop();
  }
}
