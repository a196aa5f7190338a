/** How much is in a file that the server wrote. Pure. */
import type { Written } from "./formats";

const STATEMENT = "kring_statement";

export interface Counted {
  readonly records: number;
  readonly links: number;
}
interface Raw {
  readonly type: string;
  readonly extensions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [STATEMENT]?: unknown;
}

export function countedIn(format: Written, text: string): Counted {
  if (format === "stix") return statementsIn(text);
  if (format === "graphml") return { records: text.split("\n<node ").length - 1, links: text.split("\n<edge ").length - 1 };
  return format === "records" ? { records: rowsIn(text), links: 0 } : { records: 0, links: rowsIn(text) };
}

/** Rows below the head; an end of a line in quotation marks ends none. */
function rowsIn(table: string): number {
  return table.replace(/"[^"]*"/g, "").split("\r\n").length - 2;
}

/** Each object that is a statement of Kring's carries it. */
function statementsIn(bundle: string): Counted {
  const { objects } = JSON.parse(bundle) as { readonly objects: readonly Raw[] };
  const statements = objects.filter((one) => STATEMENT in one || Object.values(one.extensions ?? {}).some((part) => STATEMENT in part));
  const links = statements.filter((one) => one.type === "relationship").length;
  return { records: statements.length - links, links };
}
