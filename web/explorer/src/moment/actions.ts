/** Looking back to a day, coming back to now, and asking what is otherwise since. */
import type { BoardActions } from "../board/actions";
import type { Explorer } from "../explorer";
import { changed, type Day } from "./moment";

export class MomentActions {
  constructor(
    private readonly explorer: Explorer,
    private readonly board: BoardActions,
  ) {}

  /** Open the band to choose a day, or close it, which is to come back to now. */
  turn(): void {
    const { state } = this.explorer;
    const looking = !state.get().looking;
    state.set({ looking });
    if (!looking) void this.look(null);
  }

  /** Ask everything on the canvas again as it was known at the end of a day; null is now. */
  async look(day: Day | null): Promise<void> {
    const { load, words } = this.explorer;
    if (day === load.asKnown) return;
    load.asKnown = day;
    const { detail } = this.explorer.state.get();
    if (detail.kind === "since") this.explorer.state.set({ detail: { kind: "nothing" } });
    await this.board.askAgain("day");
    if (load.asKnown !== day) return;
    const n = this.explorer.sight.cards.length;
    this.explorer.say(day === null ? words.count("moment.saidNow", n) : words.count("moment.said", n, { day: words.day(day) }));
  }

  /** What on the canvas was recorded, corrected or withdrawn since the day that is looked at. */
  async since(): Promise<void> {
    const { explorer } = this;
    const { ids } = explorer.board;
    explorer.state.set({ detail: { kind: "since" }, since: { status: "asking", found: null } });
    const found = await explorer.attempt((signal) => explorer.load.thenAndNow(ids, signal));
    if (found) explorer.state.set({ since: { status: "done", found: changed(found.then, found.now) } });
    else if (explorer.state.get().since?.status === "asking") explorer.state.set({ since: null });
  }
}
