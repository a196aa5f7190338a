/** Layouts. Each is without chance (same board, same picture), and none moves what is pinned. */
import type { Core, LayoutOptions } from "cytoscape";
import type { Id, Link } from "../facts/types";
import type { Point } from "../board/types";

export type LayoutName = "force" | "hierarchy" | "concentric" | "case";
export const LAYOUTS: readonly LayoutName[] = ["force", "hierarchy", "concentric", "case"];

/** Options for Cytoscape's layouts; `case` has its own function. */
export function layoutOptions(name: Exclude<LayoutName, "case">, fixed: readonly { nodeId: Id; position: Point }[], count: number): LayoutOptions {
  const common = { animate: false, fit: false, padding: 40 };
  if (name === "hierarchy") return { ...common, name: "dagre", rankDir: "TB", nodeSep: 30, rankSep: 80, nodeDimensionsIncludeLabels: true } as unknown as LayoutOptions;
  if (name === "concentric") return { ...common, name: "concentric", minNodeSpacing: 70, concentric: (node: { degree(): number }) => node.degree(), levelWidth: () => 2 } as unknown as LayoutOptions;
  const quality = count > 600 ? "draft" : "default";
  const force = { name: "fcose", quality, randomize: false, idealEdgeLength: 150, nodeRepulsion: 12000, nodeSeparation: 130, nodeDimensionsIncludeLabels: true, gravity: 0.2, tile: true, numIter: count > 400 ? 500 : 1500 };
  return { ...common, ...force, ...(fixed.length > 0 ? { fixedNodeConstraint: fixed } : {}) } as unknown as LayoutOptions;
}

const SPACE = 105;

/** Records of one case together on a disc; records of several cases or none on discs of their own. */
export function byCase(ids: readonly Id[], casesOf: (id: Id) => readonly Id[]): Map<Id, Point> {
  const clusters = new Map<string, Id[]>();
  for (const id of ids) {
    const key = [...casesOf(id)].sort().join(" ");
    clusters.set(key, [...(clusters.get(key) ?? []), id]);
  }
  const ordered = [...clusters].sort(([one, a], [two, b]) => b.length - a.length || (one < two ? -1 : 1)).map(([, members]) => members);
  const places = new Map<Id, Point>();
  let x = 0;
  for (const members of ordered) {
    const radius = SPACE * 0.6 * Math.sqrt(members.length);
    x += radius;
    members.forEach((id, k) => places.set(id, onDisc(x, k)));
    x += radius + SPACE * 1.6;
  }
  return places;
}

function onDisc(x: number, k: number): Point {
  const far = SPACE * 0.6 * Math.sqrt(k);
  const angle = k * Math.PI * (3 - Math.sqrt(5));
  return { x: Math.round(x + far * Math.cos(angle)), y: Math.round(far * Math.sin(angle)) };
}

/** Which cases each record belongs to, by the links that are known. */
export function caseIndex(links: Iterable<Link>): (id: Id) => readonly Id[] {
  const index = new Map<Id, Id[]>();
  for (const link of links) if (link.relationship === "IN_CASE") index.set(link.from, [...(index.get(link.from) ?? []), link.to]);
  return (id) => index.get(id) ?? [];
}

/** Run a layout and read where everything went; pinned records are put back where they were. */
export function settle(cy: Core, options: LayoutOptions, pinned: ReadonlyMap<Id, Point>): Promise<Map<Id, Point>> {
  return new Promise((done) => {
    const layout = cy.layout(options);
    layout.one("layoutstop", () => {
      const places = new Map<Id, Point>();
      cy.nodes().forEach((node) => {
        const { x, y } = pinned.get(node.id()) ?? node.position();
        places.set(node.id(), { x, y });
      });
      done(places);
    });
    layout.run();
  });
}
