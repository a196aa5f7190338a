/** One drawing per type, on a field of 24 by 24. Shape, drawing and word tell types apart; colour only helps. */
import { svg } from "../dom";

const ICONS: Readonly<Record<string, string>> = {
  Person: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20.5c.6-4 3.7-6.5 7.5-6.5s6.9 2.5 7.5 6.5",
  Actor: "M12 3.5l8 4v5c0 4-3.5 7-8 8-4.5-1-8-4-8-8v-5zM8.5 11h2.5M13 11h2.5M9 15.5c2-1.3 4-1.3 6 0",
  Threat: "M12 8v6M12 17v.6M12 3.5L21 20H3z",
  Measure: "M12 3l7.5 3v5.5c0 4.5-3 7.8-7.5 9.5-4.5-1.7-7.5-5-7.5-9.5V6zM8.5 12l2.5 2.5 4.5-5",
  Organisation: "M4 20.5V9l8-5 8 5v11.5M2.5 20.5h19M9 20.5V15h6v5.5M8 11h1.5M14.5 11H16",
  User: "M3.5 5h17v14h-17zM8.5 9a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM5.5 17c.5-2 1.5-3 3-3s2.5 1 3 3M14 10h4M14 14h4",
  Report: "M6 3h8.5L19 7.5V21H6zM14 3v5h5M9 12.5h7M9 16.5h7",
  Assessment: "M4 20h16M6.5 20v-6M12 20V5M17.5 20v-9.5",
  Decision: "M13.5 4l6 6M11 6.5l6 6M12.5 5l-4.5 4.5 6 6 4.5-4.5M10.5 12L4 18.5M4 21h9",
  Case: "M3 7h18v12.5H3zM8.5 7V4.5h7V7M3 12.5h18",
  Place: "M12 21.5c-4.5-5-7-8.5-7-11.5a7 7 0 0 1 14 0c0 3-2.5 6.5-7 11.5zM12 7.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z",
  Event: "M4 5.5h16v15H4zM4 10h16M8.5 3v4.5M15.5 3v4.5M9 14.5h2v2H9z",
  Item: "M3.5 12.5V4h8.5l8.5 8.5-8.5 8.5zM8 7.5a1 1 0 1 1 0 2 1 1 0 0 1 0-2z",
  Source: "M12 12m-2 0a2 2 0 1 0 4 0 2 2 0 1 0-4 0M7.5 16.5a6.4 6.4 0 0 1 0-9M16.5 7.5a6.4 6.4 0 0 1 0 9M4.5 19.5a10.6 10.6 0 0 1 0-15M19.5 4.5a10.6 10.6 0 0 1 0 15",
  Knowledge: "M12 6c-2.5-2-5.5-2-9-1.5v14c3.5-.5 6.5-.5 9 1.5 2.5-2 5.5-2 9-1.5v-14C17.5 4 14.5 4 12 6zM12 6v14",
  Pointer: "M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18zM12 8v5l3 3",
};
const OTHER = "M5 5h14v14H5z";
const GROUP = "M5 5h6v6H5zM13 5h6v6h-6zM5 13h6v6H5zM13 13h6v6h-6z";

export function iconPath(type: string): string {
  return type === "group" ? GROUP : (ICONS[type] ?? OTHER);
}

/** The drawing as a picture address, for the canvas. */
export function iconAddress(type: string, colour: string): string {
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48" viewBox="0 0 24 24" fill="none" stroke="${colour}" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"><path d="${iconPath(type)}"/></svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(text)}`;
}

/** The drawing as an element, for lists and buttons. The word beside it says what it is. */
export function icon(type: string): SVGElement {
  return svg("svg", { class: `icon type-${type}`, viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, svg("path", { d: iconPath(type) }));
}

const TOOLS = {
  undo: "M8 5L4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "M16 5l4 4-4 4M20 9H10a6 6 0 0 0 0 12h3",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  hide: "M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6zM4 4l16 16",
  keep: "M12 12m-3 0a3 3 0 1 0 6 0 3 3 0 1 0-6 0M4 8V4h4M20 8V4h-4M4 16v4h4M20 16v4h-4",
  expand: "M12 12m-2.5 0a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0M12 9.5V4M12 14.5V20M9.5 12H4M14.5 12H20",
  path: "M5 19m-2 0a2 2 0 1 0 4 0 2 2 0 1 0-4 0M19 5m-2 0a2 2 0 1 0 4 0 2 2 0 1 0-4 0M7 19h6a3.5 3.5 0 0 0 0-7h-2a3.5 3.5 0 0 1 0-7h6",
  neighbours: "M12 12m-2 0a2 2 0 1 0 4 0 2 2 0 1 0-4 0M5 5l5 5M19 5l-5 5M5 19l5-5M19 19l-5-5",
  remove: "M6 6l12 12M18 6L6 18",
  help: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5v.5M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18z",
  search: "M10.5 10.5m-6 0a6 6 0 1 0 12 0 6 6 0 1 0-12 0M15 15l5.5 5.5",
  arrange: "M4 4h6v6H4zM14 14h6v6h-6zM10 7h5a2 2 0 0 1 2 2v5",
  theme: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
  box: "M4 4h4M12 4h4M20 4v4M20 12v4M20 20h-4M12 20H8M4 20v-4M4 12V8",
} as const;
export type ToolIcon = keyof typeof TOOLS;

export function toolIcon(which: ToolIcon): SVGElement {
  return svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, svg("path", { d: TOOLS[which] }));
}
