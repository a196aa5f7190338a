/** The kinds of file: those that the server writes, and those that are drawn here, since it has no eyes (docs/decisions/0162). */
export const FORMATS = ["png", "svg", "records", "links", "graphml", "stix"] as const;
export type Format = (typeof FORMATS)[number];
export type Drawn = "png" | "svg";
export type Written = Exclude<Format, Drawn>;

/** Where a file of this kind is asked for; of a picture, where its hash is told. */
export const ROUTES: Readonly<Record<Format, string>> = {
  png: "/explorer/picture",
  svg: "/explorer/picture",
  records: "/explorer/records",
  links: "/explorer/relationships",
  graphml: "/explorer/graphml",
  stix: "/explorer/stix",
};
/** What a file is called, and its media type. */
export const KINDS: Readonly<Record<Format, readonly [string, string]>> = {
  png: ["kring.png", "image/png"],
  svg: ["kring.svg", "image/svg+xml"],
  records: ["kring-records.csv", "text/csv"],
  links: ["kring-relationships.csv", "text/csv"],
  graphml: ["kring.graphml", "application/graphml+xml"],
  stix: ["kring.stix.json", "application/stix+json;version=2.1"],
};

export function isDrawn(format: Format): format is Drawn {
  return format === "png" || format === "svg";
}
