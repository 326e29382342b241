// Which codes are looked for, with the browser's own detector and without one.

import assert from "node:assert/strict";
import { test } from "node:test";

/** A fresh module in a browser that has these formats. @param {string[] | null} formats */
async function scansOn(formats) {
  const asked = [];
  globalThis.self = globalThis;
  delete globalThis.BarcodeDetector;
  if (formats) {
    globalThis.BarcodeDetector = class {
      static getSupportedFormats = async () => formats;
      constructor(options) { asked.push(options.formats); }
      detect = async (bitmap) => [{ rawValue: bitmap.says }];
    };
  }
  const scans = await import(`../../static/app/data/scans.mjs?${Math.random()}`);
  return { ...scans, asked };
}

const picture = (says) => ({ says, closed: 0, close() { this.closed += 1; } });

test("a badge is looked for among QR codes only, a question's code among all this browser knows", async () => {
  const { readQr, readCode, codeKinds, asked } = await scansOn(["qr_code", "ean_13", "code_128"]);
  const badge = picture("badge");
  assert.equal(await readQr(badge), "badge");
  assert.equal(await readCode(picture("6901234567892")), "6901234567892");
  await readCode(picture("again"));
  assert.deepEqual(asked, [["qr_code"], ["qr_code", "ean_13", "code_128"]]);
  assert.equal(await codeKinds(), "all");
  assert.equal(badge.closed, 1, "the picture is let go");
});

test("without a detector, or with one for QR codes only, the tablet says that it reads QR codes only", async () => {
  assert.equal(await (await scansOn(null)).codeKinds(), "qr");
  assert.equal(await (await scansOn(["qr_code"])).codeKinds(), "qr");
  assert.equal(await (await scansOn([])).codeKinds(), "qr");
});
