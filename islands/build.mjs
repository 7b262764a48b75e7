// Builds the islands into the design's static folder: ES modules, no source maps.
import { build } from "esbuild";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../src/ocaq/design/static/dist");
const entries = { room: "room/main.tsx", console: "console/main.tsx", crew: "crew/main.tsx", speaker: "speaker/main.tsx", check: "check/main.tsx" };

/** Each screen by itself: on a thin line a second file to discover costs more than a few kB that two screens could share. */
const outputs = {};
for (const [name, entry] of Object.entries(entries)) {
  const { metafile } = await build({
    absWorkingDir: here,
    entryPoints: { [name]: entry },
    outdir: target,
    bundle: true, splitting: true, format: "esm", target: "es2020", minify: true, legalComments: "none",
    jsx: "automatic", jsxImportSource: "preact", charset: "utf8",
    define: { STRICT: "false" },
    chunkNames: "part-[hash]", metafile: true, write: true,
  });
  Object.assign(outputs, metafile.outputs);
}

mkdirSync(target, { recursive: true });
const made = new Map(Object.entries(outputs).map(([path, output]) => [path.split("/").pop(), output]));
for (const file of readdirSync(target)) if (!made.has(file) && file !== "manifest.json") rmSync(join(target, file));

/** Everything the browser loads before the island runs: the entry and what it imports statically. */
function start(name, found = new Set()) {
  if (found.has(name)) return found;
  found.add(name);
  for (const { path, kind } of made.get(name)?.imports ?? []) if (kind === "import-statement") start(path.split("/").pop(), found);
  return found;
}
const manifest = Object.fromEntries(Object.keys(entries).map((name) => [name, [...start(`${name}.js`)]]));
for (const files of Object.values(manifest)) for (const file of files) if (!existsSync(join(target, file))) throw new Error(`${file} was not written`);
writeFileSync(join(target, "manifest.json"), JSON.stringify({ start: manifest, files: [...made.keys()].sort() }, null, 1) + "\n");
