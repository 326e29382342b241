// Reading a code from a picture: by the browser's BarcodeDetector where it has one, else by jsQR in a worker, which
// knows QR codes only.

const QR = ["qr_code"];
/** One reader for each choice of formats. @type {Map<string, Promise<(bitmap: ImageBitmap) => Promise<string | null>>>} */
const readers = new Map();

/** A badge's QR code. @param {ImageBitmap} bitmap closed here @returns {Promise<string | null>} */
export function readQr(bitmap) {
  return read(bitmap, QR);
}

/** Whatever code this tablet can read. @param {ImageBitmap} bitmap closed here @returns {Promise<string | null>} */
export async function readCode(bitmap) {
  const formats = await nativeFormats();
  return read(bitmap, formats.length > 0 ? formats : QR);
}

/** Whether this tablet reads bar codes too, or QR codes only. @returns {Promise<"all" | "qr">} */
export async function codeKinds() {
  return (await nativeFormats()).some((format) => format !== "qr_code") ? "all" : "qr";
}

async function read(bitmap, formats) {
  const name = formats.join();
  if (!readers.has(name)) readers.set(name, readerOf(formats));
  try {
    return await (await readers.get(name))(bitmap);
  } finally {
    bitmap.close();
  }
}

async function readerOf(formats) {
  const known = await nativeFormats();
  if (!formats.every((format) => known.includes(format))) return workerReader();
  const detector = new BarcodeDetector({ formats });
  return async (bitmap) => (await detector.detect(bitmap))[0]?.rawValue ?? null;
}

async function nativeFormats() {
  return "BarcodeDetector" in self ? BarcodeDetector.getSupportedFormats().catch(() => []) : [];
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
