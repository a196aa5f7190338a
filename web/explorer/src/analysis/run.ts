/** An analysis that takes its time: begun, looked at every second, ended at will, and by another view: a day, a purpose, other rights. */
import type { Explorer } from "../explorer";
import type { MessageKey } from "../i18n/en";
import * as asking from "./asking";
import type { Analysed, Ending, Over, Run } from "./document";

const EVERY_MS = 1000;
const ENDED: Readonly<Record<Ending, MessageKey>> = {
  CANCELLED: "analysis.ended",
  RIGHTS_CHANGED: "analysis.rightsChanged",
  TOO_MUCH_WORK: "analysis.tooMuch",
  UNAVAILABLE: "analysis.unavailable",
};

export class LongRun {
  constructor(
    private readonly explorer: Explorer,
    private readonly everyMs = EVERY_MS,
  ) {}

  /** What it finds; undefined when it ended otherwise, of which the reader is told, or when nobody waits for it any more. */
  async find(asked: asking.Asked, language: string): Promise<Analysed | undefined> {
    const { explorer } = this;
    const begun = await explorer.attempt((signal) => asking.begin(explorer.load, asked, signal));
    if (!begun) return this.show(null);
    this.show(begun);
    const run = await this.over(begun);
    if (!run) return undefined;
    if (run.state !== "DONE") return this.tell(run.state);
    const found = await explorer.attempt((signal) => asking.result(explorer.load, run.id, language, signal));
    if (!this.isWanted(run)) return undefined;
    return found === null ? this.tell("RIGHTS_CHANGED") : (found ?? this.show(null));
  }

  /** A run when nothing works on it any more; undefined when nobody waits for it: then the API may end it. */
  private async over(begun: Run): Promise<Over | undefined> {
    let run: Run = begun;
    while (run.state === "READING" || run.state === "WORKING") {
      await new Promise((go) => setTimeout(go, this.everyMs));
      const looked = await this.look(run);
      if (looked === undefined || !this.isWanted(run)) return this.leave(run);
      run = looked ?? { id: begun.id, state: "RIGHTS_CHANGED" };
      this.show(run);
    }
    return run;
  }

  /** Quietly: only what goes wrong is shown, and then it can be tried again. */
  private async look(run: Run): Promise<Run | null | undefined> {
    const { explorer } = this;
    if (!this.isWanted(run)) return undefined;
    try {
      return await asking.look(explorer.load, run.id);
    } catch {
      return this.isWanted(run) ? explorer.attempt((signal) => asking.look(explorer.load, run.id, signal)) : undefined;
    }
  }

  /** Whoever ends it, asks something else or asks for another view takes it from the page. */
  private isWanted(run: Run): boolean {
    return this.explorer.state.get().analysis?.run?.id === run.id;
  }

  /** Should that not arrive, it ends by itself. */
  private leave(run: Run): undefined {
    void asking.end(this.explorer.load, run.id).catch(() => undefined);
    if (this.isWanted(run)) this.show(null);
    return undefined;
  }

  private show(run: Run | null): undefined {
    this.explorer.state.set({ analysis: run && { status: "asking", found: null, run } });
    return undefined;
  }

  private tell(state: Ending): undefined {
    this.explorer.state.set({ analysis: null, told: ENDED[state] });
    return undefined;
  }
}
