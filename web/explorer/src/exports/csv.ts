/** CSV of records and of relationships. A cell never starts a formula in a spreadsheet. Pure. */
import type { Card, Link } from "../facts/types";
import type { Stamp } from "./stamp";

type Cell = string | number | boolean | null | readonly string[];

export function recordsCsv(cards: readonly Card[], mark: Stamp): string {
  const names = [...new Set(cards.flatMap((card) => Object.keys(card.values)))].sort();
  const head = ["id", "type", "originator", "level", "compartments", "handling", "recordedAt", "validFrom", "validTo", ...names];
  const rows = cards.map((card) => [card.id, card.type, card.originator, card.marking?.level ?? null, card.marking?.compartments ?? [], card.marking?.handling ?? [], card.recordedAt, card.validFrom, card.validTo, ...names.map((name) => card.values[name] ?? null)]);
  return table(head, rows, mark);
}

export function linksCsv(links: readonly Link[], mark: Stamp): string {
  const head = ["id", "relationship", "from", "to", "originator", "level", "compartments", "handling", "recordedAt"];
  const rows = links.map((link) => [link.id, link.relationship, link.from, link.to, link.originator, link.marking?.level ?? null, link.marking?.compartments ?? [], link.marking?.handling ?? [], link.recordedAt]);
  return table(head, rows, mark);
}

/** The stamp stands in the last columns of every row: a row that is cut out keeps its marking. */
function table(head: readonly string[], rows: readonly (readonly Cell[])[], mark: Stamp): string {
  const also = [["keepUntil", mark.keepUntil], ["asKnownOn", mark.asKnown]].filter(([, value]) => value !== null);
  const tail = [[mark.level, ...mark.compartments].join(" "), mark.who, mark.purpose, mark.when, mark.receipts.join(" "), ...also.map(([, value]) => value ?? "")];
  const lines = [[...head, "fileMarking", "exportedBy", "purpose", "exportedAt", "receipts", ...also.map(([name]) => name ?? "")], ...rows.map((row) => [...row, ...tail])];
  return `\ufeff${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(found: Cell): string {
  const text = Array.isArray(found) ? found.join("; ") : String(found ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll("\"", "\"\"")}"` : safe;
}
