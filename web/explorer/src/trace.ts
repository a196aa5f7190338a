/** The trace of an act: all that is asked from one press or key to the next has one id, so that an operator sees what an act takes.
 * The ids are random and kept nowhere; nothing is told by them, and nothing is decided by them (docs/decisions/0142). */

let current = fresh();

/** The header field of whatever is asked now, as W3C Trace Context has it. */
export function traceparent(): string {
  return current;
}

/** From now on another act. */
export function anotherAct(): void {
  current = fresh();
}

/** Every press and every key on this page begins another act. */
export function followActs(page: EventTarget): void {
  for (const kind of ["pointerdown", "keydown"]) page.addEventListener(kind, anotherAct, { capture: true, passive: true });
}

function fresh(): string {
  return `00-${random(16)}-${random(8)}-00`;
}

/** So many random bytes, which are not all zero: that would be no id. */
function random(count: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(count));
  return bytes.some((one) => one !== 0) ? Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("") : random(count);
}
