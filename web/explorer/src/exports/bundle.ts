/** STIX bundles that the server wrote: how much is in one, and its receipt put where it leaves room for that. Pure. */
const STATEMENT = "kring_statement";
const ROOM = '"kring_receipt": ""';

export interface Counted {
  readonly records: number;
  readonly links: number;
}
interface Raw {
  readonly type: string;
  readonly extensions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [STATEMENT]?: unknown;
}

/** The file with its receipt and the log's signature over it. Taken out again, they leave the very bytes that were signed. */
export function receipted(bundle: string, { receipt, signature }: { readonly receipt: string | null; readonly signature: string | null }): string {
  return receipt === null || signature === null ? bundle : bundle.replace(ROOM, () => `"kring_receipt": "${receipt}:${signature}"`);
}

/** Each object that is a statement of Kring's carries it. */
export function countedIn(bundle: string): Counted {
  const { objects } = JSON.parse(bundle) as { readonly objects: readonly Raw[] };
  const statements = objects.filter((one) => STATEMENT in one || Object.values(one.extensions ?? {}).some((part) => STATEMENT in part));
  const links = statements.filter((one) => one.type === "relationship").length;
  return { records: statements.length - links, links };
}
