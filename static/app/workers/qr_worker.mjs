// Reads a QR code where the browser has no BarcodeDetector.

import jsQR from "jsqr";

self.onmessage = ({ data: { id, pixels, width, height } }) => {
  const code = jsQR(new Uint8ClampedArray(pixels), width, height, { inversionAttempts: "dontInvert" });
  self.postMessage({ id, text: code?.data ?? null });
};
