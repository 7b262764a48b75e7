// Lists every word the islands ask the server for, in shared/word-codes.json. With --check it only compares.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const target = join(root, "shared/word-codes.json");

/** Members of the families, as `shared/state.ts` and the models name them. */
const FAMILIES = JSON.parse(readFileSync(join(root, "shared/word-families.json"), "utf8"));

const read = (folder) =>
  readdirSync(join(root, folder), { recursive: true }).filter((file) => /\.tsx?$/.test(file)).map((file) => [`${folder}/${file}`, readFileSync(join(root, folder, file), "utf8")]);
const sources = ["shared", "room", "console", "crew", "speaker"].flatMap(read);

const plain = new Set(), plural = new Set();
for (const [file, text] of sources) {
  // A code may stand in both branches of a condition: w.t(late ? "a.b" : "a.c").
  for (const [, method, inside] of text.matchAll(/\b(?:w|words|this)\.(t|n|parts|of)\(([^(),]*)/g)) {
    const codes = [...inside.matchAll(/"([a-z_]+(?:\.[a-z_0-9]+)?)"/g)].map((match) => match[1]);
    if (method === "of") for (const family of codes) {
      if (!FAMILIES[family]) throw new Error(`${file}: no family ${family} in word-families.json`);
      for (const member of FAMILIES[family]) plain.add(`${family}.${member}`);
    } else for (const code of codes.filter((each) => each.includes("."))) (method === "n" ? plural : plain).add(code);
  }
}
// Nothing is said in the sources: a sentence here would be in one language for everybody.
for (const [file, text] of [...sources, ...read("check")]) {
  const said = /(?:aria-label|placeholder|title|alt)="[^"]*[A-Za-z]{3}|>\s*[A-Za-z][a-z]{2,}(?: [^<>{}\n=;()]*)?<\//.exec(file.endsWith("x") ? text : "");
  if (said) throw new Error(`${file}: says ${said[0]}`);
}
const both = [...plural].filter((code) => plain.has(code));
if (both.length) throw new Error(`both plain and plural: ${both.join(", ")}`);
const text = JSON.stringify({ plain: [...plain].sort(), plural: [...plural].sort() }, null, 1) + "\n";

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) { console.error("shared/word-codes.json is out of date: npm run words"); process.exit(1); }
} else writeFileSync(target, text);
console.log(`${plain.size} words, ${plural.size} with plural forms`);
