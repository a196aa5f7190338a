/** Where a file has room for its receipt, and the log's signature over it. Taken out again, they leave the very bytes that were signed. Pure. */
import type { Written } from "./formats";

/** What stands before and after the room, which the writer left empty. No content can look like it. */
const ROOMS: Readonly<Record<Written | "svg", readonly [string, string]>> = {
  stix: ['"kring_receipt": "', '"'],
  records: [',"kring_receipt: ', '"\r\n'],
  links: [',"kring_receipt: ', '"\r\n'],
  graphml: ['<data key="kring_receipt">', "</data>"],
  svg: ['<metadata id="kring_receipt">', "</metadata>"],
};
const CHUNK = "tEXtkring_receipt\0";
/** Bytes of the chunk that ends a picture. */
const END = 12;

export interface Vouched {
  readonly receipt: string | null;
  readonly signature: string | null;
}

/** The stamp, or null where something of it is missing: then there is no file. */
export function stampOf({ receipt, signature }: Vouched): string | null {
  return receipt === null || signature === null ? null : `${receipt}:${signature}`;
}

/** A file with its stamp in its room; null where it has none. */
export function filled(format: Written | "svg", text: string, stamp: string): string | null {
  const [before, after] = ROOMS[format];
  return text.includes(before + after) ? text.replace(before + after, () => before + stamp + after) : null;
}

/** What the server said of a picture, behind the stamp. */
export function withWords(stamp: string, told: string): string {
  const text = btoa(String.fromCharCode(...new TextEncoder().encode(told)));
  return `${stamp}:${text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** A picture with its stamp as the last text before its end. */
export function filledPicture(picture: Uint8Array<ArrayBuffer>, stamp: string): Blob {
  const chunk = new TextEncoder().encode(CHUNK + stamp);
  const at = picture.length - END;
  return new Blob([picture.subarray(0, at), number(chunk.length - 4), chunk, number(crc32(chunk)), picture.subarray(at)], { type: "image/png" });
}

function number(value: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value]);
}

/** As PNG has it (its specification, annex D). */
function crc32(data: Uint8Array): number {
  let sum = ~0;
  for (const one of data) {
    sum ^= one;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
  }
  return ~sum;
}
