/** Giving a file to whoever is at the screen. Never: what may be in it. */

export function save(made: Blob | string, file: string, kind: string): void {
  const address = URL.createObjectURL(typeof made === "string" ? new Blob([made], { type: kind }) : made);
  const link = document.createElement("a");
  link.href = address;
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
