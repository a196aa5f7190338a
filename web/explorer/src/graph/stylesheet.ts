/** How Cytoscape draws: declarative, so that a reviewer reads what stands out and why. */
import type { StylesheetJson } from "cytoscape";
import { TYPES } from "../ontology/ontology";
import { iconAddress } from "./icons";
import { colourOf, GROUNDS, shapeOf, type Shape, type Theme } from "./looks";

const SHAPES: Readonly<Record<Shape, string>> = {
  ellipse: "ellipse", diamond: "diamond", triangle: "round-triangle", hexagon: "round-hexagon", rectangle: "round-rectangle", octagon: "round-octagon",
  pentagon: "round-pentagon", tag: "round-tag", rhomboid: "rhomboid", heptagon: "round-heptagon", vee: "vee", barrel: "barrel",
};

export function stylesheet(theme: Theme): StylesheetJson {
  const ground = GROUNDS[theme];
  return [
    {
      selector: "node",
      style: {
        width: 44, height: 44, "border-width": 2, "border-color": ground.canvas, "font-family": "system-ui, sans-serif", "font-size": 11, color: ground.text,
        label: "data(label)", "text-wrap": "wrap", "text-max-width": "132px", "text-valign": "bottom", "text-margin-y": 5, "line-height": 1.2,
        "text-background-color": ground.canvas, "text-background-opacity": 0.88, "text-background-padding": "2px", "text-background-shape": "roundrectangle",
        "min-zoomed-font-size": 6, "background-fit": "none", "background-width": "58%", "background-height": "58%", "background-clip": "none",
      },
    },
    ...TYPES.map(({ name }) => ({
      selector: `node[type = "${name}"]`,
      style: { shape: SHAPES[shapeOf(name)] as "ellipse", "background-color": colourOf(name, theme), "background-image": iconAddress(name, ground.icon) },
    })),
    {
      selector: "node[type = \"group\"]",
      style: {
        shape: "round-rectangle", width: 60, height: 60, "background-color": ground.canvas, "border-width": 3, "border-style": "double", "border-color": ground.text,
        "background-image": iconAddress("group", ground.text),
      },
    },
    { selector: "node[?triangle]", style: { "background-position-y": "72%", "background-width": "50%", "background-height": "50%", width: 50, height: 48 } },
    { selector: "node[?pinned]", style: { "border-width": 4, "border-style": "double", "border-color": ground.text } },
    {
      selector: "edge",
      style: {
        width: 1.6, "line-color": ground.line, "target-arrow-color": ground.line, "target-arrow-shape": "triangle", "arrow-scale": 0.9, "curve-style": "bezier",
        "font-family": "system-ui, sans-serif", "font-size": 9, color: ground.text, "text-rotation": "autorotate", "min-zoomed-font-size": 7,
        "text-background-color": ground.canvas, "text-background-opacity": 0.92, "text-background-padding": "2px", label: "",
      },
    },
    { selector: "edge[relationship = \"SAME_AS\"]", style: { "line-style": "dashed", width: 2.4, "target-arrow-shape": "none" } },
    { selector: "edge.told, edge:selected, edge.near, edge.onPath", style: { label: "data(label)" } },
    { selector: "edge.near", style: { width: 2.4, "line-color": ground.text, "target-arrow-color": ground.text } },
    { selector: "edge.onPath", style: { width: 4, "line-color": ground.path, "target-arrow-color": ground.path } },
    { selector: "node.onPath", style: { "border-width": 4, "border-color": ground.path } },
    { selector: "node:selected", style: { "border-width": 4, "border-color": ground.accent, "underlay-color": ground.accent, "underlay-opacity": 0.22, "underlay-padding": 8, "underlay-shape": "ellipse" } },
    { selector: "node.focus", style: { "overlay-color": ground.accent, "overlay-opacity": 0.18, "overlay-padding": 10, "overlay-shape": "ellipse", "border-width": 4, "border-color": ground.text } },
  ] as unknown as StylesheetJson;
}
