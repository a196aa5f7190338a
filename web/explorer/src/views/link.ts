/** A view as the part of an address behind `#`, which a browser sends to nobody: made, read, and taken in. Never: what a view is. */

/** Longer links are broken by the programs that people send them with. */
export const LONGEST = 8000;
/** What a link may grow to when it is unpacked: more than any view, less than would hold up a page. */
const MOST_BYTES = 400_000;
const MARK = "#view=";
const WAITING = "kring.explorer.link";
const METHOD = "deflate-raw";

/** The address of a text on this page, or null when it would be too long. */
export async function linkTo(page: string, text: string): Promise<string | null> {
  const bytes = await drained(new Blob([text]).stream().pipeThrough(new CompressionStream(METHOD)), MOST_BYTES);
  const link = bytes === null ? "" : `${page}${MARK}${inLetters(bytes)}`;
  return link === "" || link.length > LONGEST ? null : link;
}

/** The text in what stood behind the mark, or null when there is none in it. */
export async function textOf(letters: string): Promise<string | null> {
  try {
    const stream = new Blob([fromLetters(letters)]).stream().pipeThrough(new DecompressionStream(METHOD));
    const bytes = await drained(stream, MOST_BYTES);
    return bytes === null ? null : new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Take what stands behind `#` off the address, and keep it in this tab until somebody is signed in. Words that are not a view's are
 * kept as nothing, so that they are told of and not passed over. */
export function takeIn(own: readonly string[]): void {
  const { hash, pathname } = location;
  if (hash === "" || own.includes(hash.slice(1))) return;
  const letters = hash.startsWith(MARK) && hash.length <= LONGEST ? hash.slice(MARK.length) : "";
  sessionStorage.setItem(WAITING, letters);
  history.replaceState(null, "", pathname);
}

/** What was taken in and is waiting, once; null when nothing is. */
export function waiting(): string | null {
  const letters = sessionStorage.getItem(WAITING);
  sessionStorage.removeItem(WAITING);
  return letters;
}

/** All of a stream, or null when it is more than so many bytes: it is read no further then. */
async function drained(stream: ReadableStream<Uint8Array<ArrayBuffer>>, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    size += value.length;
    parts.push(value);
    if (size > most) {
      await reader.cancel();
      return null;
    }
  }
}

function inLetters(bytes: Uint8Array): string {
  const text = btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Throws DOMException for what is not base64. */
function fromLetters(letters: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
}
