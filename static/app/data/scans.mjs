// Reading a QR code from a picture: by the browser's BarcodeDetector where it has one, else by jsQR in a worker.

let reader = null;

/** @param {ImageBitmap} bitmap closed here @returns {Promise<string | null>} */
export async function readQr(bitmap) {
  reader ??= (await nativeReader()) ?? workerReader();
  try {
    return await reader(bitmap);
  } finally {
    bitmap.close();
  }
}

async function nativeReader() {
  if (!("BarcodeDetector" in self)) return null;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!formats.includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (bitmap) => (await detector.detect(bitmap))[0]?.rawValue ?? null;
}

function workerReader() {
  const worker = new Worker("/tablet/qr_worker.js");
  const answers = new Map();
  let asked = 0;
  worker.onmessage = ({ data: { id, text } }) => { answers.get(id)(text); answers.delete(id); };
  return (bitmap) => {
    const { data, width, height } = pixelsOf(bitmap);
    asked += 1;
    worker.postMessage({ id: asked, pixels: data.buffer, width, height }, [data.buffer]);
    return new Promise((resolve) => answers.set(asked, resolve));
  };
}

/** jsQR gains nothing from more than about a thousand pixels a side. */
function pixelsOf(bitmap) {
  const scale = Math.min(1, 1000 / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
