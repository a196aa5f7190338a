/** GraphML with the ids, types and markings of what is on the canvas. Pure. */
import type { Card, Link } from "../facts/types";
import type { Stamp } from "./stamp";

const KEYS = ["type", "originator", "level", "compartments", "handling", "recordedAt", "validFrom", "validTo", "properties"];

export function graphml(cards: readonly Card[], links: readonly Link[], mark: Stamp): string {
  const lines = [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">`,
    ...KEYS.map((key) => `<key id="${key}" for="all" attr.name="${key}" attr.type="string"/>`),
    ...["fileMarking", "exportedBy", "purpose", "exportedAt", "receipts", "keepUntil", "asKnownOn"].map((key) => `<key id="${key}" for="graph" attr.name="${key}" attr.type="string"/>`),
    `<graph edgedefault="directed">`,
    data("fileMarking", [mark.level, ...mark.compartments].join(" ")) + data("exportedBy", mark.who) + data("purpose", mark.purpose) + data("exportedAt", mark.when) + data("receipts", mark.receipts.join(" ")) + data("keepUntil", mark.keepUntil) + data("asKnownOn", mark.asKnown),
    ...cards.map((card) => `<node id="${xml(card.id)}">${data("type", card.type)}${statement(card)}${data("validFrom", card.validFrom)}${data("validTo", card.validTo)}${data("properties", JSON.stringify(card.values))}</node>`),
    ...links.map((link) => `<edge id="${xml(link.id)}" source="${xml(link.from)}" target="${xml(link.to)}">${data("type", link.relationship)}${statement(link)}${data("properties", JSON.stringify(link.values))}</edge>`),
    `</graph>`,
    `</graphml>`,
  ];
  return `${lines.join("\n")}\n`;
}

function statement({ originator, marking, recordedAt }: Card | Link): string {
  const sets = data("compartments", marking?.compartments.join("; ") ?? "") + data("handling", marking?.handling.join("; ") ?? "");
  return data("originator", originator) + data("level", marking?.level ?? null) + sets + data("recordedAt", recordedAt);
}

function data(key: string, text: string | null): string {
  return text === null || text === "" ? "" : `<data key="${key}">${xml(text)}</data>`;
}

/** Text for XML: marks escaped, and what XML cannot hold (control characters, half letters) replaced. */
export function xml(text: string): string {
  const held = text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
  return held.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\"", "&quot;");
}
