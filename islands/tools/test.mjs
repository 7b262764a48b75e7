// Bundles the tests with the same compiler as the islands and runs them with Node's own runner.
import { build } from "esbuild";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const target = mkdtempSync(join(tmpdir(), "ocaq-islands-"));
try {
  await build({
    absWorkingDir: root, entryPoints: readdirSync(join(root, "tests")).filter((file) => /\.test\.tsx?$/.test(file)).map((file) => `tests/${file}`),
    outdir: target, bundle: true, platform: "node", format: "esm", target: "node20", outExtension: { ".js": ".mjs" },
    jsx: "automatic", jsxImportSource: "preact", define: { STRICT: "true" },
  });
  const files = readdirSync(target).filter((file) => file.endsWith(".test.mjs")).map((file) => join(target, file));
  process.exitCode = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(target, { recursive: true, force: true });
}
