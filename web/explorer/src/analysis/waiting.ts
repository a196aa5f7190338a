/** One question that an answer is waited for. It stands in the state until another is asked, the reader ends it, or another view is asked for. */
import type { MessageKey } from "../i18n/en";
import type { AnalysisState, State } from "../state";
import type { Store } from "../store";

export class Waiting {
  private mine: AnalysisState = { status: "asking", found: null, run: null };

  constructor(private readonly state: Store<State>) {
    state.set({ analysis: this.mine });
  }

  /** False from when something else has taken it from the page: then it may show nothing any more. */
  get isWanted(): boolean {
    return this.state.get().analysis === this.mine;
  }

  show(analysis: AnalysisState): void {
    if (!this.isWanted) return;
    this.mine = analysis;
    this.state.set({ analysis });
  }

  /** Without an answer; `told` says why. */
  stop(told?: MessageKey): undefined {
    if (this.isWanted) this.state.set(told ? { analysis: null, told } : { analysis: null });
    return undefined;
  }
}
