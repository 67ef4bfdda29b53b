// Makes the bundles and a manifest that says which file each entry became.
// Usage: node esbuild.config.mjs OUTPUT_FOLDER
import { build } from "esbuild";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";

const output = process.argv[2] ?? "../static/dist";

const common = {
  bundle: true,
  minify: true,
  target: "es2022",
  outdir: output,
  entryNames: "[name]-[hash]",
  chunkNames: "part-[hash]",
  legalComments: "linked",
  metafile: true,
  logLevel: "warning",
};

await rm(output, { recursive: true, force: true });
await mkdir(output, { recursive: true });
const modules = await build({
  ...common,
  entryPoints: ["src/math.js", "src/diagrams.js"],
  format: "esm",
  splitting: true,
});
// The frame has an origin of its own, from which a browser loads no modules: one classic script.
const frame = await build({ ...common, entryPoints: ["src/diagram-frame.js"], format: "iife" });

const manifest = {};
for (const { metafile } of [modules, frame]) {
  for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (entryPoint?.startsWith("src/")) {
      manifest[basename(entryPoint, ".js")] = basename(file);
    }
  }
}
await writeFile(`${output}/manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);
