/* Makes static/editor.js and static/LICENCES.txt from src/: the same sources and lock file give
   the same bytes. Run by `make editor`, in a folder where `npm ci` was run. */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const [sources, output] = process.argv.slice(2);
const modules = join(process.cwd(), "node_modules");

/* What a test compares, so that nobody needs node to see that the built file is current. */
function digest() {
  const hash = createHash("sha256");
  const scripts = readdirSync(join(sources, "src")).sort().map((name) => join("src", name));
  for (const name of ["package-lock.json", ...scripts]) {
    hash.update(readFileSync(join(sources, name)));
  }
  return hash.digest("hex");
}

const made = await build({
  entryPoints: [join(sources, "src/main.js")],
  bundle: true,
  charset: "utf8",
  format: "iife",
  legalComments: "none",
  metafile: true,
  minify: true,
  nodePaths: [modules],
  target: ["chrome105", "firefox121", "safari16.4"],
  write: false,
});
const banner = `/* careergraph's editor, Apache-2.0; what else is inside: LICENCES.txt; sources: ${digest()} */\n`;
writeFileSync(join(output, "editor.js"), banner + made.outputFiles[0].text);

const inside = new Set();
for (const file of Object.keys(made.metafile.inputs)) {
  const name = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
  if (name) inside.add(name);
}
const licences = [...inside].sort().map((name) => {
  const { version, license } = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  const text = readFileSync(join(modules, name, "LICENSE"), "utf8").trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
});
writeFileSync(join(output, "LICENCES.txt"), `What editor.js holds of others\n\n${licences.join("\n\n")}`);
