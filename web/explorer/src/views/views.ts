/** Boards to saved views and back. Pure; a view that cannot be read is refused whole. */
import type { Board, Group, Point } from "../board/types";
import type { Filters } from "../filters/types";
import type { SavedView } from "./types";

export function saved(name: string, board: Board, filters: Filters, savedAt: string): SavedView {
  const { excluded, clock, from, to, undated } = filters;
  return {
    version: 1,
    name,
    savedAt,
    ids: board.ids,
    hidden: [...board.hidden],
    pinned: [...board.pinned],
    places: [...board.places].map(([id, { x, y }]) => [id, { x: Math.round(x), y: Math.round(y) }] as const),
    groups: board.groups,
    filters: { type: [...excluded.type], originator: [...excluded.originator], level: [...excluded.level], reliability: [...excluded.reliability], clock, from, to, undated },
  };
}

export function boardOf(view: SavedView): Board {
  return { ids: view.ids, hidden: new Set(view.hidden), pinned: new Set(view.pinned), places: new Map(view.places), groups: view.groups };
}

export function filtersOf({ filters: { type, originator, level, reliability = [], ...rest } }: SavedView): Filters {
  return { ...rest, excluded: { type: new Set(type), originator: new Set(originator), level: new Set(level), reliability: new Set(reliability) } };
}

/** The views in a stored text; what is not a view of this version is left out. */
export function readViews(text: string | null): SavedView[] {
  try {
    const parsed: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(parsed) ? parsed.filter(isView) : [];
  } catch {
    return [];
  }
}

function isView(raw: unknown): raw is SavedView {
  if (typeof raw !== "object" || raw === null) return false;
  const view = raw as Record<string, unknown>;
  const texts = (found: unknown): boolean => Array.isArray(found) && found.every((one) => typeof one === "string");
  const lists = texts(view["ids"]) && texts(view["hidden"]) && texts(view["pinned"]);
  return view["version"] === 1 && typeof view["name"] === "string" && lists && arePlaces(view["places"]) && areGroups(view["groups"]) && areFilters(view["filters"]);
}

function arePlaces(raw: unknown): boolean {
  const isPoint = (point: Partial<Point> | undefined): boolean => Number.isFinite(point?.x) && Number.isFinite(point?.y);
  return Array.isArray(raw) && raw.every((pair) => Array.isArray(pair) && typeof pair[0] === "string" && isPoint(pair[1] as Partial<Point>));
}

function areGroups(raw: unknown): boolean {
  const names: readonly (keyof Group)[] = ["id", "anchor", "anchorType", "field"];
  return Array.isArray(raw) && raw.every((group) => typeof group === "object" && group !== null && names.every((name) => typeof (group as Partial<Group>)[name] === "string"));
}

function areFilters(raw: unknown): boolean {
  if (typeof raw !== "object" || raw === null) return false;
  const filters = raw as Record<string, unknown>;
  const lists = ["type", "originator", "level"].every((name) => Array.isArray(filters[name])) && Array.isArray(filters["reliability"] ?? []);
  return lists && typeof filters["undated"] === "boolean";
}
