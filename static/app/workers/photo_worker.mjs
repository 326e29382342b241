// Off the main thread: orient, resize to at most 2048 px, encode as JPEG, take the SHA-256, make a thumbnail.

import { digestHex } from "../core/bytes.mjs";

const LONGEST = 2048;
const THUMB = 320;

self.onmessage = async ({ data: { id, source } }) => {
  try {
    self.postMessage({ id, ...(await develop(source)) });
  } catch (error) {
    self.postMessage({ id, error: error.message });
  }
};

async function develop(source) {
  const bitmap = source instanceof Blob ? await createImageBitmap(source, { imageOrientation: "from-image" }) : source;
  const picture = draw(bitmap, LONGEST);
  const blob = await picture.convertToBlob({ type: "image/jpeg", quality: 0.82 });
  const thumb = await draw(bitmap, THUMB).convertToBlob({ type: "image/jpeg", quality: 0.7 });
  bitmap.close();
  return { blob, thumb, digest: await digestHex(await blob.arrayBuffer()), width: picture.width, height: picture.height };
}

function draw(bitmap, longest) {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}
