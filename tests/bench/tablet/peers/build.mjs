// Bundles the peers into a folder, minified as they would be shipped: `node build.mjs OUT`.

import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { writeFile } from "node:fs/promises";
import { compileAsync } from "sass";
import { build } from "../../../../static/node_modules/esbuild/lib/main.js";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const PACKAGES = path.join(HERE, "node_modules");
const CORE = path.join(PACKAGES, "enketo-core");
const [, , out] = process.argv;

await build({
  entryPoints: { enketo: "enketo.mjs", transform: "transform.mjs" }, absWorkingDir: HERE, outdir: out, format: "esm",
  bundle: true, minify: true, legalComments: "none", logLevel: "error", external: ["libxslt"],
  alias: {
    // What enketo-core's package.json names for browsers, which esbuild reads for files only.
    "enketo/config": path.join(CORE, "config.js"),
    "enketo/widgets": path.join(CORE, "src/js/widgets.js"),
    "enketo/translator": path.join(CORE, "src/js/fake-translator.js"),
    "enketo/dialog": path.join(CORE, "src/js/fake-dialog.js"),
    "enketo/file-manager": path.join(CORE, "src/js/file-manager.js"),
    "enketo/xpath-evaluator-binding": path.join(CORE, "src/js/xpath-evaluator-binding.js"),
  },
  plugins: [{ name: "no map", setup: withoutMap }],
});
await writeFile(path.join(out, "enketo.css"), await styles());

/** The form asks for no place, so enketo-core's map is left out: a lighter peer. */
function withoutMap({ onLoad }) {
  onLoad({ filter: /(geo\/geopicker|leaflet[^/]*\/.*)\.js$/ }, () => ({ contents: "export default {};" }));
}

async function styles() {
  const source = path.join(CORE, "src/sass/formhub/formhub.scss");
  const inRepository = "/packages/enketo-core/node_modules/";
  const findFileUrl = (url) => (url.startsWith(inRepository) ? pathToFileURL(path.join(PACKAGES, url.slice(inRepository.length))) : null);
  const logger = { warn() {}, debug() {} };
  return (await compileAsync(source, { style: "compressed", importers: [{ findFileUrl }], logger })).css;
}
