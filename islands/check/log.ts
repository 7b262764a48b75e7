/**
 * Reads an evidence log without believing who serves it: docs/log-format.md and the formats of c2sp.org. Everything is checked
 * from the signed root down, as in verifier/ocaq_verify.py; only SHA-256 and Ed25519 are the browser's.
 */
const TILE = 256;

/** Something is not what was signed. `code` has its sentence among the words. */
export class Wrong extends Error {
  constructor(readonly code: string, readonly facts: Record<string, string | number | string[]> = {}) { super(code); }
}

/** No answer is possible: no line, no whole key, or a browser without the signature. */
export class NotChecked extends Error {
  constructor(readonly code: string) { super(code); }
}

export interface Key { name: string; identity: string; text: string; check: (text: Uint8Array, signature: Uint8Array) => Promise<boolean> }
export interface Checkpoint { size: number; root: string; note: string }
/** Fetches one file of the log by its path; null when it is not there. */
export type Get = (path: string) => Promise<Uint8Array | null>;

const bytesOf = (text: string) => new TextEncoder().encode(text);
const hex = (raw: Uint8Array) => Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Base64 in its one right spelling: spare bits at the end would let a change go unseen. */
function unbase64(text: string): Uint8Array | null {
  try {
    const plain = atob(text);
    return btoa(plain) === text ? Uint8Array.from(plain, (letter) => letter.charCodeAt(0)) : null;
  } catch { return null; }
}

export async function sha256(...parts: Uint8Array[]): Promise<Uint8Array> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
}

const ENTRY = new Uint8Array([0]), NODE = new Uint8Array([1]);

/** Read a key `name+hash+base64`. */
export async function readKey(text: string): Promise<Key> {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim());
  const raw = parts && unbase64(parts[3] as string);
  if (!parts || !raw || raw.length !== 33 || raw[0] !== 1) throw new NotChecked("check.wrong_key");
  const name = parts[1] as string, identity = parts[2] as string;
  if (hex(await sha256(bytesOf(`${name}\n`), raw)).slice(0, 8) !== identity) throw new NotChecked("check.wrong_key");
  if (!globalThis.crypto?.subtle) throw new NotChecked("check.no_crypto");
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey("raw", raw.slice(1), { name: "Ed25519" }, false, ["verify"]);
  } catch { throw new NotChecked("check.no_crypto"); }
  const check = (message: Uint8Array, signature: Uint8Array) => crypto.subtle.verify({ name: "Ed25519" }, imported, signature.slice(), message.slice());
  return { name, identity, text: text.trim(), check };
}

/** Read a checkpoint that `key` signed; lines of others are passed over. */
export async function readCheckpoint(raw: Uint8Array, key: Key): Promise<Checkpoint> {
  const note = new TextDecoder().decode(raw), gap = note.lastIndexOf("\n\n");
  const text = note.slice(0, gap + 1), [origin, size, root] = text.split("\n");
  if (gap < 0 || !note.endsWith("\n") || !/^(0|[1-9][0-9]{0,14})$/.test(size ?? "") || unbase64(root ?? "")?.length !== 32) throw new Wrong("check.wrong_checkpoint");
  let signed = false;
  for (const line of note.slice(gap + 2, -1).split("\n")) {
    const parts = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/.exec(line), signature = parts && unbase64(parts[2] as string);
    if (!parts || !signature) throw new Wrong("check.wrong_checkpoint");
    if (parts[1] !== key.name || hex(signature.slice(0, 4)) !== key.identity) continue;
    if (!await key.check(bytesOf(text), signature.slice(4))) throw new Wrong("check.wrong_signature");
    signed = true;
  }
  if (!signed || origin !== key.name) throw new Wrong("check.wrong_signer");
  return { size: Number(size), root: hex(unbase64(root as string) as Uint8Array), note };
}

/** The address of a tile or a bundle: number 1234067 is written x001/x234/067. */
export function pathOf(kind: string, number: number, width = TILE): string {
  const digits = String(number), parts = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.../g) as string[];
  const folded = parts.map((part, at) => (at < parts.length - 1 ? `x${part}` : part)).join("/");
  return `tile/${kind}/${folded}${width < TILE ? `.p/${width}` : ""}`;
}

/** The root over hashes, of which the last may stand for fewer entries (RFC 9162, section 2.1.1). */
export async function rootOf(hashes: Uint8Array[]): Promise<Uint8Array> {
  let row = hashes;
  while (row.length > 1) {
    const above: Promise<Uint8Array>[] = [];
    for (let at = 0; at + 1 < row.length; at += 2) above.push(sha256(NODE, row[at] as Uint8Array, row[at + 1] as Uint8Array));
    row = [...await Promise.all(above), ...row.slice(above.length * 2)];
  }
  return row[0] ?? sha256();
}

interface Tile { level: number; number: number; width: number }
const above = (size: number, level: number) => Math.floor(size / TILE ** level);

/** The partial tiles of a log of `size` entries, from the top. */
function edgeOf(size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let level = 6; level >= 0; level--) {
    const width = above(size, level) % TILE;
    if (width) tiles.push({ level, number: above(size, level + 1), width });
  }
  return tiles;
}

async function rootOfEdge(edge: Map<number, Uint8Array[]>): Promise<string> {
  let below: Uint8Array[] = [];
  for (let level = 0; level < 7; level++) {
    const hashes = [...(edge.get(level) ?? []), ...below];
    if (hashes.length) below = [await rootOf(hashes)];
  }
  return hex(await rootOf(below));
}

function hashesIn(tile: Uint8Array): Uint8Array[] {
  return Array.from({ length: tile.length / 32 }, (_, at) => tile.slice(at * 32, at * 32 + 32));
}

function split(bundle: Uint8Array, path: string): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bundle.length) {
    const end = at + 2 + (bundle[at] as number) * 256 + (bundle[at + 1] ?? NaN);
    if (!(end <= bundle.length)) throw new Wrong("check.wrong_tile", { path });
    entries.push(bundle.slice(at + 2, end));
    at = end;
  }
  return entries;
}

export interface Walk {
  /** Entries below this index are fetched, and the one at `index`. */
  to: number; index: number;
  /** The size of an older tree, to compute its root; 0 for none. */
  older: number;
  each: (index: number, entry: Uint8Array) => void;
}

/** Walk from the signed root down to the wanted entries, in order; return the root of the older tree. */
export async function walk(get: Get, checkpoint: Checkpoint, wanted: Walk): Promise<string> {
  const older = new Map<number, Uint8Array[]>(), edge = new Map<number, Uint8Array[]>();
  for (const { level, number, width } of edgeOf(checkpoint.size)) {
    const path = pathOf(String(level), number, width), tile = await fetched(get, path);
    if (tile.length !== width * 32) throw new Wrong("check.wrong_tile", { path });
    edge.set(level, hashesIn(tile));
  }
  if (await rootOfEdge(edge) !== checkpoint.root) throw new Wrong("check.wrong_edge");

  const within = (first: number, count: number) => first < wanted.to || (first <= wanted.index && wanted.index < first + count);
  const below = async (level: number, number: number, hashes: Uint8Array[]): Promise<void> => {
    if (above(wanted.older, level + 1) === number) older.set(level, hashes.slice(0, above(wanted.older, level) % TILE));
    if (level === 0) {
      if (within(number * TILE, hashes.length)) await bundle(get, number, hashes, wanted.each);
      return;
    }
    for (const [at, expected] of hashes.entries()) {
      const child = number * TILE + at, span = TILE ** level;
      if (!within(child * span, span) && above(wanted.older, level) !== child) continue;
      const path = pathOf(String(level - 1), child), tile = await fetched(get, path), row = hashesIn(tile);
      if (tile.length !== TILE * 32 || hex(await rootOf(row)) !== hex(expected)) throw new Wrong("check.wrong_tile", { path });
      await below(level - 1, child, row);
    }
  };
  for (const { level, number } of edgeOf(checkpoint.size)) await below(level, number, edge.get(level) as Uint8Array[]);
  return rootOfEdge(older);
}

async function bundle(get: Get, number: number, hashes: Uint8Array[], each: Walk["each"]): Promise<void> {
  const path = pathOf("entries", number, hashes.length), entries = split(await fetched(get, path), path);
  if (entries.length !== hashes.length) throw new Wrong("check.wrong_tile", { path });
  const leaves = await Promise.all(entries.map((entry) => sha256(ENTRY, entry)));
  for (const [at, entry] of entries.entries()) {
    const index = number * TILE + at;
    if (hex(leaves[at] as Uint8Array) !== hex(hashes[at] as Uint8Array)) throw new Wrong("check.wrong_entry", { index });
    each(index, entry);
  }
}

/** Fetch a file; where the log has outgrown a partial one, cut it from the full one. */
async function fetched(get: Get, path: string): Promise<Uint8Array> {
  const raw = await get(path);
  if (raw) return raw;
  const [full, width] = path.split(".p/"), whole = width ? await get(full as string) : null;
  if (!whole) throw new Wrong("check.wrong_missing", { path });
  if (!path.includes("/entries/")) return whole.slice(0, Number(width) * 32);
  const length = split(whole, path).slice(0, Number(width)).reduce((sum, entry) => sum + 2 + entry.length, 0);
  return whole.slice(0, length);
}
