/** An analysis that takes its time: begun, looked at every second, ended at will, and by another view: a day, a purpose, other rights. */
import type { Explorer } from "../explorer";
import type { MessageKey } from "../i18n/en";
import type { Standing } from "../session";
import type { AnalysisState } from "../state";
import * as asking from "./asking";
import type { Analysed, Ending, Over, Run } from "./document";
import type { Waiting } from "./waiting";

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
  async find(waiting: Waiting, asked: asking.Asked, language: string): Promise<Analysed | undefined> {
    const { explorer } = this;
    const { purpose, case: file } = explorer.session;
    const standing = { purpose, case: file };
    const begun = await explorer.attempt((signal) => this.begin(asked, standing, signal), "once");
    if (!begun) return waiting.stop();
    const run = await this.over(waiting, begun, standing);
    if (!run || !waiting.isWanted) return undefined;
    if (run.state !== "DONE") return waiting.stop(ENDED[run.state]);
    const found = await explorer.attempt((signal) => asking.result(explorer.load, run.id, language, signal));
    return found === null ? waiting.stop(ENDED.RIGHTS_CHANGED) : (found ?? waiting.stop());
  }

  /** Whoever cancels need not wait for the answer. When it comes, the run that it tells of is ended: nobody else knows of it. */
  private async begin(asked: asking.Asked, standing: Standing, signal: AbortSignal): Promise<Run> {
    const { load } = this.explorer;
    const begun = asking.begin(load, asked, standing);
    const cancelled = new Promise<never>((_, leave) => signal.addEventListener("abort", () => leave(signal.reason)));
    try {
      return await Promise.race([begun, cancelled]);
    } catch (error) {
      void begun.then((run) => asking.end(load, run.id, standing), () => undefined);
      throw error;
    }
  }

  /** A run when nothing works on it any more; undefined when nobody waits for it: then the API may end it. */
  private async over(waiting: Waiting, begun: Run, standing: Standing): Promise<Over | undefined> {
    let run: Run = begun;
    waiting.show(shown(run));
    while (run.state === "READING" || run.state === "WORKING") {
      const looked = waiting.isWanted ? await this.look(waiting, run) : undefined;
      if (looked === undefined || !waiting.isWanted) {
        void asking.end(this.explorer.load, run.id, standing);
        return waiting.stop();
      }
      const before = run.state;
      run = looked ?? { id: begun.id, state: "RIGHTS_CHANGED" };
      if (run.state !== before) waiting.show(shown(run));
    }
    return run;
  }

  /** After a while, and quietly: only what goes wrong is shown, and then it can be tried again. Undefined when nobody waits for it. */
  private async look(waiting: Waiting, run: Run): Promise<Run | null | undefined> {
    const { explorer } = this;
    await new Promise((go) => setTimeout(go, this.everyMs));
    if (!waiting.isWanted) return undefined;
    try {
      return await asking.look(explorer.load, run.id);
    } catch {
      return waiting.isWanted ? explorer.attempt((signal) => asking.look(explorer.load, run.id, signal)) : undefined;
    }
  }
}

function shown(run: Run): AnalysisState {
  return { status: "asking", found: null, run };
}
