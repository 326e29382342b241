// Builds static/build: the tablet app, its workers and service worker, the public check page's script, the desk's
// scripts, htmx, and the tablet's style sheet. `npm run build`; nothing in it is kept in git.

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const OUT = path.join(HERE, "build");
const TARGET = ["chrome90", "safari15", "firefox100"];
const common = { bundle: true, minify: true, target: TARGET, logLevel: "warning", legalComments: "none", loader: { ".svg": "text" } };

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await Promise.all([buildTablet(), buildScripts(), buildHtmx(), buildStyles()]);
await buildServiceWorker();

/** The tablet app in parts, so that the first screen does not wait for the rest. */
function buildTablet() {
  return build({
    ...common, entryPoints: { tablet: at("app/main.mjs") }, outdir: OUT, format: "esm", splitting: true,
    chunkNames: "part-[hash]", define: { global: "globalThis" },
  });
}

/** Workers, the public pages' checks and every script of the desk, each on its own. */
async function buildScripts() {
  const desk = (await listed("desk")).filter((name) => name.endsWith(".mjs"));
  const entryPoints = {
    photo_worker: at("app/workers/photo_worker.mjs"),
    qr_worker: at("app/workers/qr_worker.mjs"),
    check: at("app/check.mjs"),
    notice: at("app/notice.mjs"),
    draw: at("app/draw.mjs"),
    preview: at("app/preview.mjs"),
    ...Object.fromEntries(desk.map((name) => [path.basename(name, ".mjs"), at("desk", name)])),
  };
  await build({ ...common, entryPoints, outdir: OUT, format: "iife" });
}

/** htmx under the strict security policy: no eval, no style element of its own. */
function buildHtmx() {
  const contents = `import htmx from "htmx.org";
    Object.assign(htmx.config, { allowEval: false, includeIndicatorStyles: false, historyCacheSize: 0, selfRequestsOnly: true });
    window.htmx = htmx;`;
  return build({ ...common, stdin: { contents, resolveDir: HERE }, outfile: path.join(OUT, "htmx.js"), format: "iife" });
}

/** The tablet's sheets in one file. The desk and the public pages link the sheets of css/ as they are. */
function buildStyles() {
  const contents = ["tokens", "base", "form", "tablet"].map((name) => `@import "./css/${name}.css";`).join("\n");
  return build({ ...common, stdin: { contents, resolveDir: HERE, loader: "css" }, outfile: path.join(OUT, "tablet.css") });
}

/** The list of everything the tablet needs offline, with digests, written into the service worker. */
async function buildServiceWorker() {
  const parts = (await readdir(OUT)).filter((name) => /^(tablet\.(js|css)|part-.*\.js)$/.test(name));
  const files = {
    ...Object.fromEntries(await Promise.all(parts.map(async (name) => [`/static/build/${name}`, await digest(path.join(OUT, name))]))),
    "/static/icons/ruhu.svg": await digest(at("icons/ruhu.svg")),
    "/tablet/": await digest(at("app/index.html")),
    // A worker's script is answered only by the service worker whose scope it lies in.
    "/tablet/photo_worker.js": await digest(path.join(OUT, "photo_worker.js")),
    "/tablet/qr_worker.js": await digest(path.join(OUT, "qr_worker.js")),
    "/tablet/manifest.webmanifest": await digest(at("manifest.webmanifest")),
  };
  const sorted = Object.fromEntries(Object.entries(files).sort(([one], [other]) => (one < other ? -1 : 1)));
  const version = createHash("sha256").update(JSON.stringify(sorted)).digest("hex").slice(0, 12);
  await writeFile(path.join(OUT, "precache.json"), `${JSON.stringify({ version, files: sorted }, null, 1)}\n`);
  const source = await readFile(at("sw.js"), "utf8");
  await writeFile(path.join(OUT, "sw.js"), source.replace("__VERSION__", JSON.stringify(version)).replace("__FILES__", JSON.stringify(sorted, null, 1)));
}

async function digest(file) {
  return createHash("sha256").update(await readFile(file)).digest("hex");
}

async function listed(folder) {
  return existsSync(at(folder)) ? readdir(at(folder)) : [];
}

function at(...parts) {
  return path.join(HERE, ...parts);
}
