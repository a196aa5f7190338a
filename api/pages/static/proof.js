// Verifies, in the reader's own browser, that a log signed a checkpoint, that it only grew since an earlier one, or that it holds the
// entry of a receipt. It sends nothing anywhere: the files that are chosen stay on the reader's machine. The format: docs/reference/audit.md.
"use strict";

const DASH = "\u2014 ";
const TEXT = new TextEncoder();

class Fault extends Error {}

const same = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place]);
const join = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));
const hash = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
const node = (left, right) => hash([1], left, right);
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const encode = (bytes) => btoa(String.fromCharCode(...bytes));

/** Canonical base64 only, so that no two texts stand for the same bytes. */
function decode(text) {
  let raw;
  try {
    raw = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    throw new Fault("base64");
  }
  if (encode(raw) !== text) throw new Fault("base64");
  return raw;
}

/** A verifier key: name+id+base64(0x01, public key). */
async function readKey(line) {
  const [name, id, ...rest] = line.split("+");
  const raw = decode(rest.join("+"));
  const own = hex((await hash(TEXT.encode(`${name}\n`), raw)).slice(0, 4));
  if (raw.length !== 33 || raw[0] !== 1 || own !== id) throw new Fault("key");
  const key = await crypto.subtle.importKey("raw", raw.slice(1), { name: "Ed25519" }, false, ["verify"]);
  return { name, id, signed: (signature, said) => crypto.subtle.verify("Ed25519", key, signature, said) };
}

/** The text of a note that one of the keys signed. */
async function openNote(note, keys) {
  const gap = note.lastIndexOf("\n\n");
  const text = note.slice(0, gap + 1);
  const lines = note.slice(gap + 2).split("\n");
  if (gap < 0 || lines.pop() !== "" || !lines.every((line) => line.startsWith(DASH))) throw new Fault("note");
  for (const line of lines) {
    const [name, value] = line.slice(DASH.length).split(" ");
    const raw = decode(value ?? "");
    const key = keys.find((one) => one.name === name && one.id === hex(raw.slice(0, 4)));
    if (!key) continue;
    if (!(await key.signed(raw.slice(4), TEXT.encode(text)))) throw new Fault("signature");
    return text;
  }
  throw new Fault("signature");
}

/** What a checkpoint says: whose log, how many entries, and the root over them. */
function readCheckpoint(text) {
  const [origin, size, root, ...rest] = text.split("\n");
  if (rest.join() !== "" || String(Number(size)) !== size || !Number.isSafeInteger(Number(size))) throw new Fault("checkpoint");
  const bytes = decode(root);
  if (bytes.length !== 32) throw new Fault("checkpoint");
  return { origin, size: Number(size), root: bytes };
}

/** The steps of a proof, and whether each stands left (RFC 9162 2.1.3.2 and 2.1.4.2). Numbers, not bits: a log may be long. */
function climb(place, last, proof) {
  const half = (number) => Math.floor(number / 2);
  const steps = proof.map((step) => {
    if (last === 0) throw new Fault("proof");
    const isLeft = place % 2 === 1 || place === last;
    while (isLeft && place && place % 2 === 0) [place, last] = [half(place), half(last)];
    [place, last] = [half(place), half(last)];
    return { step, isLeft };
  });
  if (last) throw new Fault("proof");
  return steps;
}

async function extendsIt(old, grown, proof) {
  if (!(old.size > 0 && old.size < grown.size)) return old.size === grown.size && !proof.length && same(old.root, grown.root);
  let [place, last] = [old.size - 1, grown.size - 1];
  while (place % 2 === 1) [place, last] = [(place - 1) / 2, Math.floor(last / 2)];
  const isPower = Number.isInteger(Math.log2(old.size)) && 2 ** Math.round(Math.log2(old.size)) === old.size;
  const [first, ...steps] = isPower ? [old.root, ...proof] : proof;
  if (!first) return false;
  let [before, after] = [first, first];
  for (const { step, isLeft } of climb(place, last, steps)) {
    if (isLeft) before = await node(step, before);
    after = isLeft ? await node(step, after) : await node(after, step);
  }
  return same(before, old.root) && same(after, grown.root);
}

/** What a witness is asked: the size that was seen, the proof from there, an empty line, the checkpoint now. */
async function checkGrowth(text, seen, keys) {
  const gap = text.indexOf("\n\n");
  const [from, ...proof] = text.slice(0, gap).split("\n");
  const grown = readCheckpoint(await openNote(text.slice(gap + 2), keys));
  if (!seen) {
    if (from !== "old 0" || proof.length) throw new Fault("earlier");
    return grown;
  }
  const old = readCheckpoint(await openNote(seen, keys));
  if (old.origin !== grown.origin || from !== `old ${old.size}`) throw new Fault("earlier");
  if (!(await extendsIt(old, grown, proof.map(decode)))) throw new Fault("history");
  return grown;
}

const bytesOf = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** What `kring audit prove-receipt` printed: the receipt, and the way from its entry to a checkpoint. */
async function checkReceipt(said, keys) {
  const [id, leaf, rest] = String(said.receipt).split(":");
  if (!/^[0-9a-f]{32}$/.test(id) || !/^[0-9a-f]{64}$/.test(leaf ?? "") || (rest ?? "").length !== 343) throw new Fault("receipt");
  const slots = decode(`${rest.replaceAll("-", "+").replaceAll("_", "/")}=`);
  if (slots[0] >= 64) throw new Fault("receipt");
  let root = await hash([0], TEXT.encode(id), bytesOf(leaf));
  for (let height = 0; height < 6; height += 1) {
    const step = slots.slice(1 + 32 * height, 33 + 32 * height);
    root = (slots[0] >> height) & 1 ? await node(step, root) : await node(root, step);
  }
  const signed = TEXT.encode(`kring receipts\n${encode(root)}\n`);
  const signers = await Promise.all(keys.map((key) => key.signed(slots.slice(-64), signed)));
  if (!signers.includes(true)) throw new Fault("receipt");
  const grown = readCheckpoint(await openNote(String(said.checkpoint), keys));
  let found = bytesOf(leaf);
  if (!Number.isSafeInteger(said.index) || said.index < 0 || said.index >= grown.size) throw new Fault("proof");
  for (const { step, isLeft } of climb(said.index, grown.size - 1, said.proof.map(decode))) {
    found = isLeft ? await node(step, found) : await node(found, step);
  }
  if (!same(found, grown.root)) throw new Fault("entry");
  return grown;
}

async function textOf(id) {
  const [file] = document.getElementById(id).files;
  return file ? file.text() : "";
}

async function verify() {
  const lines = document.getElementById("key").value.split("\n").map((line) => line.trim()).filter(Boolean);
  if (!lines.length) throw new Fault("key");
  const keys = await Promise.all(lines.map(readKey));
  const [seen, given] = [await textOf("seen"), await textOf("given")];
  if (given.trimStart().startsWith("{")) return checkReceipt(JSON.parse(given), keys);
  return checkGrowth(given, seen, keys);
}

document.getElementById("verify").addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = document.getElementById("said");
  said.className = "note";
  try {
    const grown = await verify();
    said.textContent = `${said.dataset.intact} ${grown.origin}, ${grown.size}, ${hex(grown.root)}`;
    said.classList.add("good");
  } catch (fault) {
    const why = fault instanceof Fault ? fault.message : "note";
    said.textContent = `${said.dataset.broken} ${said.dataset[why] ?? ""}`;
    said.classList.add("bad");
  }
});
