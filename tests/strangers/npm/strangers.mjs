// Reads an Ocaq log with @sigstore/verify, which npm checks the provenance of packages with.
//
//   node strangers.mjs URL VKEY [INDEX …]
//
// For each index (all, when none is given) the proof file of the log is fetched, its checkpoint verified and its path followed
// from the entry up. Ends with 0 and what was accepted, or with 1 and what was refused.
import { createPublicKey } from "node:crypto";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { verifyCheckpoint } = require("@sigstore/verify/dist/tlog/checkpoint.js");
const { verifyMerkleInclusion } = require("@sigstore/verify/dist/tlog/merkle.js");

const SPKI_OF_ED25519 = Buffer.from("302a300506032b6570032100", "hex");

/** Return the key of a verifier text `name+hash+base64` in the shape in which Sigstore trusts a log. */
function trusted(vkey) {
  const [name, hash] = vkey.trim().split("+", 2);
  const raw = Buffer.from(vkey.trim().slice(name.length + hash.length + 2), "base64").subarray(1);
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI_OF_ED25519, raw]), format: "der", type: "spki" });
  return { baseURL: name, logID: Buffer.from(hash, "hex"), publicKey };
}

async function get(path) {
  const answer = await fetch(`${url}/${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

const bundles = new Map();

/** Return the bytes of one entry from its bundle (c2sp.org/tlog-tiles). */
async function entryAt(index, size) {
  const number = Math.floor(index / 256);
  const width = Math.min(256, size - number * 256);
  const path = `tile/entries/${String(number).padStart(3, "0")}${width < 256 ? `.p/${width}` : ""}`;
  if (!bundles.has(path)) bundles.set(path, await get(path));
  let rest = bundles.get(path);
  for (let at = index % 256; at > 0; at--) rest = rest.subarray(2 + rest.readUInt16BE());
  return rest.subarray(2, 2 + rest.readUInt16BE());
}

/** Read a c2sp.org/tlog-proof@v1 file. */
function proofFrom(text) {
  const gap = text.indexOf("\n\n");
  const lines = text.slice(0, gap).split("\n").filter((line) => !line.startsWith("extra "));
  if (lines.shift() !== "c2sp.org/tlog-proof@v1") throw new Error("no tlog-proof");
  const logIndex = lines.shift().replace("index ", "");
  return { logIndex, hashes: lines.map((line) => Buffer.from(line, "base64")), checkpoint: { envelope: text.slice(gap + 2) } };
}

const [url, vkey, ...asked] = process.argv.slice(2);
try {
  const log = trusted(vkey);
  const envelope = (await get("checkpoint")).toString();
  const { logSize } = verifyCheckpoint({ inclusionProof: { checkpoint: { envelope } } }, [log]);
  console.log(`checkpoint of size ${logSize}: accepted by @sigstore/verify`);
  const size = Number(logSize);
  const indexes = asked.length ? asked.map(Number) : Array.from({ length: size }, (_, index) => index);
  for (const index of indexes) {
    const inclusionProof = proofFrom((await get(`proof/${index}`)).toString());
    const entry = { inclusionProof, canonicalizedBody: await entryAt(index, size) };
    if (inclusionProof.logIndex !== String(index)) throw new Error(`proof/${index} is about another entry`);
    verifyMerkleInclusion(entry, verifyCheckpoint(entry, [log]));
  }
  console.log(`${indexes.length} inclusion proofs: accepted by @sigstore/verify`);
} catch (trouble) {
  console.log(`refused: ${trouble.message}`);
  process.exitCode = 1;
}
