// Off the main thread: orient, resize to at most 2048 px, encode as JPEG, take the SHA-256, make a thumbnail.
// One canvas serves every photo: a canvas left to the garbage collector keeps its pixels (tens of MB) for minutes.

import { digestHex } from "../core/bytes.mjs";
import { fittedSize, LONGEST } from "../core/photos.mjs";

const THUMB = 320;
const canvas = new OffscreenCanvas(1, 1);

let before = Promise.resolve();

self.onmessage = ({ data: { id, source } }) => {
  before = before.then(() => answer(id, source)); // one at a time
};

async function answer(id, source) {
  try {
    self.postMessage({ id, ...(await develop(source)) });
  } catch (error) {
    self.postMessage({ id, error: error.message });
  }
}

async function develop(source) {
  const bitmap = source instanceof Blob ? await createImageBitmap(source, { imageOrientation: "from-image" }) : source;
  const size = fittedSize(bitmap, LONGEST);
  const blob = await draw(bitmap, size, 0.82);
  const thumb = await draw(bitmap, fittedSize(bitmap, THUMB), 0.7);
  bitmap.close();
  Object.assign(canvas, { width: 1, height: 1 });
  return { blob, thumb, digest: await digestHex(await blob.arrayBuffer()), ...size };
}

function draw(bitmap, size, quality) {
  Object.assign(canvas, size);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  return canvas.convertToBlob({ type: "image/jpeg", quality });
}
