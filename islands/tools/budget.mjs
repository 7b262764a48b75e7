// Fails when what a screen loads before it runs weighs more than allowed, compressed.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const MOST_KB = { room: 25, console: 80, crew: 80, speaker: 25, check: 15 };
const dist = join(dirname(fileURLToPath(import.meta.url)), "../../src/ocaq/design/static/dist");
const { start } = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8"));

let over = 0;
for (const [name, files] of Object.entries(start)) {
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0);
  const most = MOST_KB[name] * 1000;
  if (!(bytes <= most)) over += 1;
  console.log(`${name.padEnd(8)} ${(bytes / 1000).toFixed(1).padStart(5)} kB of ${MOST_KB[name]} kB${bytes <= most ? "" : "  over budget"}`);
}
process.exit(over ? 1 : 0);
