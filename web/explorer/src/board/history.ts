/** Undo and redo over boards. Boards hold no facts, so going back cannot bring back what may no longer be seen. */
import type { Board } from "./types";

export interface Step {
  readonly label: string;
  readonly board: Board;
}
export interface History {
  readonly past: readonly Step[];
  readonly present: Board;
  readonly future: readonly Step[];
}

const LONGEST = 100;

export function start(board: Board): History {
  return { past: [], present: board, future: [] };
}

/** Go on to `board`; `label` says what was done, for the button that undoes it. */
export function push(history: History, label: string, board: Board): History {
  return { past: [...history.past, { label, board: history.present }].slice(-LONGEST), present: board, future: [] };
}

/** The same step, finished: a layout that has settled. */
export function amend(history: History, board: Board): History {
  return { ...history, present: board };
}

export function undo(history: History): History {
  const last = history.past.at(-1);
  if (!last) return history;
  return { past: history.past.slice(0, -1), present: last.board, future: [{ label: last.label, board: history.present }, ...history.future] };
}

export function redo(history: History): History {
  const [next, ...rest] = history.future;
  if (!next) return history;
  return { past: [...history.past, { label: next.label, board: history.present }], present: next.board, future: rest };
}
