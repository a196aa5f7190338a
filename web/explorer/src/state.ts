/** The state of the page: what is laid out, chosen and asked. Facts live beside it, since they are the server's. */
import type { Analysed, Run } from "./analysis/document";
import type { FaultKind } from "./api";
import { start, type History } from "./board/history";
import { EMPTY } from "./board/types";
import type { Card, FoundPath, Id } from "./facts/types";
import { NO_FILTERS, type Filters } from "./filters/types";
import type { LayoutName } from "./graph/layouts";
import type { Theme } from "./graph/looks";
import type { MessageKey } from "./i18n/en";
import type { Words } from "./i18n/i18n";
import type { Changed } from "./moment/moment";

export type Detail = { readonly kind: "nothing" | "paths" | "expand" | "since" } | { readonly kind: "record" | "link" | "group"; readonly id: Id };

export interface SearchState {
  readonly text: string;
  readonly status: "idle" | "asking" | "done";
  readonly cards: readonly Card[];
  readonly more: boolean;
}

/** One hop of a path, with the link that makes it; null while the link is being looked up or when it cannot be told. */
export interface PathState {
  readonly from: Id;
  readonly to: Id;
  readonly maxHops: number;
  readonly status: "asking" | "done";
  readonly found: readonly FoundPath[];
  readonly drawn: number | null;
}

export interface AnalysisState {
  readonly status: "asking" | "done";
  readonly found: Analysed | null;
  /** The run that is waited for; null for an answer at once. */
  readonly run: Run | null;
}

export interface Fault {
  readonly kind: FaultKind;
  readonly code: string;
}

/** What somebody is asked before it happens: to put many records on the canvas, or to open a view that came from elsewhere. */
export interface Question {
  readonly kind: "many" | "link";
  readonly n: number;
  readonly go: () => void;
}

export type DrawerTab = "table" | "timeline" | "notes" | "analysis";
export type SideTab = "search" | "filters" | "views";

export interface State {
  readonly history: History;
  /** In the order of choosing: a path runs from the first to the second. */
  readonly selection: readonly Id[];
  readonly focus: Id | null;
  readonly filters: Filters;
  readonly locked: boolean;
  readonly boxing: boolean;
  readonly layout: LayoutName;
  readonly detail: Detail;
  readonly search: SearchState;
  readonly path: PathState | null;
  readonly analysis: AnalysisState | null;
  /** The band for looking back is open. The day itself is the loader's. */
  readonly looking: boolean;
  readonly since: { readonly status: "asking" | "done"; readonly found: Changed | null } | null;
  readonly question: Question | null;
  readonly busy: number;
  /** Records whose links are being asked: done, and of how many. */
  readonly tying: { readonly done: number; readonly of: number } | null;
  readonly fault: Fault | null;
  /** One sentence for whoever looks on, until they close it. */
  readonly told: MessageKey | null;
  readonly drawer: DrawerTab;
  readonly side: SideTab;
  readonly helping: boolean;
  readonly words: Words;
  readonly theme: Theme;
}

export function firstState(words: Words, theme: Theme): State {
  return {
    history: start(EMPTY),
    selection: [],
    focus: null,
    filters: NO_FILTERS,
    locked: false,
    boxing: false,
    layout: "force",
    detail: { kind: "nothing" },
    search: { text: "", status: "idle", cards: [], more: false },
    path: null,
    analysis: null,
    looking: false,
    since: null,
    question: null,
    busy: 0,
    tying: null,
    fault: null,
    told: null,
    drawer: "table",
    side: "search",
    helping: false,
    words,
    theme,
  };
}
