/** A view that leaves this browser, in a link or a file: ids, places, pins and filters. Never a word that a record holds. Pure; what cannot
 * be read is refused whole. */
import type { Board } from "../board/types";
import { LEVELS } from "../facts/marking";
import type { Id } from "../facts/types";
import { NO_VALUE } from "../filters/filters";
import type { Filters } from "../filters/types";
import { TYPES } from "../ontology/ontology";
import type { SavedFilters, SavedView } from "./types";
import { saved } from "./views";

/** One record: its id, its place, and 1 when it is pinned. */
type Place = readonly [Id, number, number, 0 | 1];
interface Packed {
  readonly kring: "view";
  readonly version: 1;
  readonly records: readonly Place[];
  readonly filters: Omit<SavedFilters, "originator" | "reliability">;
}

export const MOST_RECORDS = 2000;
/** More than a link has room for, unless somebody made it to have others ask a great deal. */
export const MOST_IN_LINK = 400;
const FURTHEST = 1_000_000;
const ID = /^[\w-]{1,64}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const KNOWN = { type: new Set(TYPES.map((one) => one.name)), level: new Set<string>([...LEVELS, NO_VALUE]) };

/** What was hidden by hand stays behind; so do groups, which tell the type of their anchor, and filters by originator
 * or by grade, which tell what there is of it. */
export function packed(board: Board, filters: Filters): string {
  const view = saved("", board, filters, "");
  const places = new Map(view.places);
  const records = view.ids.flatMap((id): Place[] => {
    const { x, y } = places.get(id) ?? { x: 0, y: 0 };
    return board.hidden.has(id) ? [] : [[id, x, y, board.pinned.has(id) ? 1 : 0]];
  });
  const { type, level, clock, from, to, undated } = view.filters;
  const kept = { type: type.filter((one) => KNOWN.type.has(one)), level: level.filter((one) => KNOWN.level.has(one)), clock, from, to, undated };
  const made: Packed = { kring: "view", version: 1, records, filters: kept };
  return JSON.stringify(made);
}

/** The view in a text, or null when it is not one of this version, whole, of so many records at most. It has no name and no day: they were never in it. */
export function unpacked(text: string, most: number = MOST_RECORDS): SavedView | null {
  const found = parsed(text);
  if (!isPacked(found) || found.records.length > most) return null;
  const { records, filters } = found;
  const ids = records.map(([id]) => id);
  const pinned = records.flatMap(([id, , , pin]) => (pin === 1 ? [id] : []));
  const places = records.map(([id, x, y]) => [id, { x, y }] as const);
  return { version: 1, name: "", savedAt: "", ids, hidden: [], pinned, places, groups: [], filters: { ...filters, originator: [], reliability: [] } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isPacked(raw: unknown): raw is Packed {
  if (!hasExactly(raw, ["kring", "version", "records", "filters"])) return false;
  return raw["kring"] === "view" && raw["version"] === 1 && areRecords(raw["records"]) && areFilters(raw["filters"]);
}

function areRecords(raw: unknown): boolean {
  if (!Array.isArray(raw) || raw.length === 0 || !raw.every(isPlace)) return false;
  return new Set(raw.map(([id]) => id)).size === raw.length;
}

function isPlace(raw: unknown): raw is Place {
  if (!Array.isArray(raw) || raw.length !== 4) return false;
  const [id, x, y, pin] = raw as unknown[];
  return typeof id === "string" && ID.test(id) && isNear(x) && isNear(y) && (pin === 0 || pin === 1);
}

function isNear(raw: unknown): boolean {
  return Number.isInteger(raw) && Math.abs(raw as number) <= FURTHEST;
}

function areFilters(raw: unknown): boolean {
  if (!hasExactly(raw, ["type", "level", "clock", "from", "to", "undated"])) return false;
  const among = (values: unknown, known: ReadonlySet<unknown>): boolean => Array.isArray(values) && values.length <= known.size && values.every((one) => known.has(one));
  const isDay = (day: unknown): boolean => day === null || (typeof day === "string" && DAY.test(day) && !Number.isNaN(Date.parse(day)));
  const isClock = raw["clock"] === "valid" || raw["clock"] === "recorded";
  return among(raw["type"], KNOWN.type) && among(raw["level"], KNOWN.level) && isClock && isDay(raw["from"]) && isDay(raw["to"]) && typeof raw["undated"] === "boolean";
}

function hasExactly(raw: unknown, names: readonly string[]): raw is Readonly<Record<string, unknown>> {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return false;
  return Object.keys(raw).length === names.length && names.every((name) => Object.hasOwn(raw, name));
}
