/** Shape and colours of each type, for the canvas, the legend and the drawing that leaves. Colours reach 3:1 on their ground. */

export type Theme = "light" | "dark";
export type Shape = "ellipse" | "diamond" | "triangle" | "hexagon" | "rectangle" | "octagon" | "pentagon" | "tag" | "rhomboid" | "heptagon" | "vee" | "barrel";

interface Look {
  readonly shape: Shape;
  readonly light: string;
  readonly dark: string;
}

const LOOKS: Readonly<Record<string, Look>> = {
  Person: { shape: "ellipse", light: "#1d5f9e", dark: "#7db9ee" },
  Actor: { shape: "diamond", light: "#a8201a", dark: "#f28b82" },
  Threat: { shape: "triangle", light: "#b4470c", dark: "#f6a86b" },
  Measure: { shape: "hexagon", light: "#2a6b32", dark: "#86cf8f" },
  Organisation: { shape: "rectangle", light: "#4a5568", dark: "#b3bfd1" },
  User: { shape: "barrel", light: "#566b1c", dark: "#bfd27a" },
  Report: { shape: "tag", light: "#6a3fb0", dark: "#c3a6f5" },
  Assessment: { shape: "octagon", light: "#0c6b66", dark: "#6fcfc7" },
  Decision: { shape: "pentagon", light: "#7d4a08", dark: "#e0b36a" },
  Case: { shape: "barrel", light: "#2f3b52", dark: "#d3dbe8" },
  Place: { shape: "heptagon", light: "#0b6a8f", dark: "#79c8e8" },
  Event: { shape: "rectangle", light: "#9a2a7e", dark: "#f09fd8" },
  Item: { shape: "rhomboid", light: "#735c06", dark: "#dcc65c" },
  Source: { shape: "vee", light: "#5c5c5c", dark: "#c4c4c4" },
  Knowledge: { shape: "pentagon", light: "#4540b5", dark: "#a9a6f7" },
};
const OTHER: Look = { shape: "rectangle", light: "#555555", dark: "#bbbbbb" };

export function shapeOf(type: string): Shape {
  return (LOOKS[type] ?? OTHER).shape;
}

export function colourOf(type: string, theme: Theme): string {
  return (LOOKS[type] ?? OTHER)[theme];
}

export interface Ground {
  readonly canvas: string;
  readonly text: string;
  readonly line: string;
  readonly icon: string;
  readonly accent: string;
  readonly path: string;
}

export const GROUNDS: Readonly<Record<Theme, Ground>> = {
  light: { canvas: "#f7f9fc", text: "#16202e", line: "#7a8798", icon: "#ffffff", accent: "#0b57d0", path: "#c2410c" },
  dark: { canvas: "#0f1722", text: "#e8eef7", line: "#7f8da1", icon: "#0f1722", accent: "#8ab8ff", path: "#ffb366" },
};

/** Corners of a shape in a square from -1 to 1; none for an ellipse. */
export function corners(shape: Shape): readonly (readonly [number, number])[] {
  switch (shape) {
    case "ellipse":
      return [];
    case "diamond":
      return [[0, -1], [1, 0], [0, 1], [-1, 0]];
    case "triangle":
      return [[0, -1], [1, 1], [-1, 1]];
    case "tag":
      return [[-1, -1], [0.25, -1], [1, 0], [0.25, 1], [-1, 1]];
    case "rhomboid":
      return [[-1, -1], [0.333, -1], [1, 1], [-0.333, 1]];
    case "vee":
      return [[-1, -1], [0, -0.333], [1, -1], [0, 1]];
    case "rectangle":
    case "barrel":
      return [[-1, -1], [1, -1], [1, 1], [-1, 1]];
    default:
      return regular({ pentagon: 5, hexagon: 6, heptagon: 7, octagon: 8 }[shape]);
  }
}

function regular(sides: number): readonly (readonly [number, number])[] {
  const turn = sides % 2 === 0 ? Math.PI / sides : 0;
  return Array.from({ length: sides }, (_, k) => {
    const angle = turn - Math.PI / 2 + (2 * Math.PI * k) / sides;
    return [Math.cos(angle), Math.sin(angle)] as const;
  });
}
