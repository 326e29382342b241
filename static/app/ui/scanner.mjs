// The camera looking for a QR code; also in a photo file.

import { boldThen, h } from "./dom.mjs";
import { readQr } from "../data/scans.mjs";

const LOOK_MS = 180;

/**
 * A video that looks for codes until it finds one or is stopped.
 * @param {(text: string) => void} onText
 * @param {(text: string) => any[] | null} lookPast the words for a code that is not the one, or null
 * @param {(bitmap: ImageBitmap) => Promise<string | null>} read what is looked for
 */
export function createScanner(app, onText, lookPast = () => null, read = readQr) {
  const video = h("video", { muted: true, playsinline: true, "aria-label": app.say("scanner_title") });
  const words = h("p", { class: "scanner-say", role: "status" }, app.say("scanner_say"));
  const element = h("div", { class: "scanner", hidden: true }, video, h("span", { class: "reticle" }), words);
  let stream = null;
  let running = false;

  async function start() {
    running = true;
    element.hidden = false;
    try {
      stream = await openCamera({ width: 1280, height: 720 });
      if (!running) return stop();
      video.srcObject = stream;
      await video.play();
      look();
    } catch {
      if (running) words.replaceChildren(...boldThen(app.lang, app.say("camera_none"), app.say("camera_none_say")));
      stopCamera(stream, video);
    }
  }

  async function look() {
    if (!running) return;
    const text = video.readyState >= 2 ? await read(await createImageBitmap(video)).catch(() => null) : null;
    if (!running) return;
    const past = text && lookPast(text);
    if (text && !past) { stop(); onText(text); return; }
    if (past) words.replaceChildren(...past);
    setTimeout(look, LOOK_MS);
  }

  function stop() {
    running = false;
    stopCamera(stream, video);
    stream = null;
    element.hidden = true;
  }

  return { element, start, stop };
}

/** @param {File | undefined} file @param {(bitmap: ImageBitmap) => Promise<string | null>} read @returns {Promise<string | null>} */
export async function readQrFromFile(file, read = readQr) {
  if (!file) return null;
  try {
    return await read(await createImageBitmap(file, { imageOrientation: "from-image" }));
  } catch {
    return null;
  }
}

/** The camera at the back, as large as asked where it can be. */
export function openCamera({ width, height }) {
  if (!navigator.mediaDevices?.getUserMedia) return Promise.reject(new Error("no camera"));
  return navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: { ideal: "environment" }, width: { ideal: width }, height: { ideal: height } } });
}

/** A picture element that keeps its stream keeps the frames of it too: some ten megabytes. */
export function stopCamera(stream, video) {
  stream?.getTracks().forEach((track) => track.stop());
  video.srcObject = null;
}
