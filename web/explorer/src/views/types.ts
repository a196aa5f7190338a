/** A saved view: ids and layout. It holds no fact, so whoever opens it sees what they may see, and nothing of who saved it. */
import type { Group, Point } from "../board/types";
import type { Id } from "../facts/types";

export interface SavedFilters {
  readonly type: readonly string[];
  readonly originator: readonly string[];
  readonly level: readonly string[];
  /** Not in a view that was saved before there were grades. */
  readonly reliability?: readonly string[];
  readonly clock: "valid" | "recorded";
  readonly from: string | null;
  readonly to: string | null;
  readonly undated: boolean;
}

export interface SavedView {
  readonly version: 1;
  readonly name: string;
  readonly savedAt: string;
  readonly ids: readonly Id[];
  readonly hidden: readonly Id[];
  readonly pinned: readonly Id[];
  readonly places: readonly (readonly [Id, Point])[];
  readonly groups: readonly Group[];
  readonly filters: SavedFilters;
}
