// The camera in the page (Android may kill the page behind its camera app); a file as fallback, marked as such.

import { boldThen, h, icon } from "./dom.mjs";
import { openOverlay } from "./overlay.mjs";
import { openCamera, stopCamera } from "./scanner.mjs";
import { formatInstant } from "../core/days.mjs";
import { LONGEST } from "../core/photos.mjs";
import { developPhoto, keepPhoto } from "../data/photos.mjs";
import { isFull } from "../data/storage.mjs";

const STILL_MS = 4000;

/**
 * Take one photo over the page: resolves with its record, or null when none was taken.
 * @param {any} app @param {any} session @param {{path: string, caption: string}} what
 */
export function takePhoto(app, session, { path, caption }) {
  return new Promise((resolve) => {
    const position = watchPosition();
    const video = h("video", { muted: true, playsinline: true, "aria-label": app.say("camera_title") });
    const words = h("p", { class: "scanner-say", role: "status" }, app.say("camera_for", { caption }));
    const shoot = h("button", { class: "btn main shutter", type: "button", disabled: true, onclick: async () => { shoot.disabled = true; keep(await takeStill(stream, video), "camera"); } }, icon("camera"), app.say("camera_shoot"));
    const again = h("button", { class: "btn", type: "button", hidden: true }, app.say("save_again"));
    const file = h("input", { class: "visually-hidden", id: "camera-file", type: "file", accept: "image/*", onchange: () => { if (file.files[0]) keep(file.files[0], "file"); } });
    const page = h("section", { class: "camera on-dark", role: "dialog", "aria-label": app.say("camera_title"), onkeydown: (event) => { if (event.key === "Escape") end(null); } },
      video, words, again, h("div", { class: "camera-keys" }, h("button", { class: "btn", type: "button", onclick: () => end(null) }, app.say("camera_cancel")), shoot, file, h("label", { class: "btn", for: "camera-file" }, icon("photo"), app.say("camera_file"))));
    let stream = null;
    let ended = false;

    async function open() {
      try {
        stream = await openCamera({ width: 2048, height: 1536 });
        if (ended) return stopCamera(stream, video);
        video.srcObject = stream;
        await video.play();
        shoot.disabled = false;
        shoot.focus();
      } catch {
        words.replaceChildren(...boldThen(app.lang, app.say("camera_none"), app.say("camera_none_say")));
      }
    }

    async function keep(source, from) {
      shoot.disabled = true;
      words.replaceChildren(app.say("camera_keeping"));
      const takenAt = formatInstant(app.now());
      try {
        await store(await developPhoto(source), { from, position: position.latest(), path, caption, takenAt });
      } catch (error) {
        shoot.disabled = stream === null;
        tell(from === "file" ? app.say("camera_bad_file") : error.message);
      }
    }

    /** A photo that could not be written is kept here until it is, or until its taker lets it go. */
    async function store(developed, shot) {
      again.hidden = true;
      try {
        end(await keepPhoto(developed, shot, session.draft, app.account));
      } catch (error) {
        app.noteSaveFailed(error, "photo");
        tell(app.say(isFull(error) ? "camera_full" : "camera_unsaved"));
        again.hidden = false;
        again.onclick = () => store(developed, shot);
        again.focus();
      }
    }

    function tell(why) {
      words.replaceChildren(...boldThen(app.lang, app.say("camera_failed"), app.say("camera_failed_say", { why })));
    }

    async function end(record) {
      if (ended) return;
      ended = true;
      stopCamera(stream, video);
      position.stop();
      app.notePhotoSettled();
      await close();
      resolve(record);
    }

    const close = openOverlay(page, () => end(null));
    open();
  });
}

/**
 * A still by the camera itself: compressed already, while Chromium keeps the pixels of some twenty frames that were
 * taken from a video (half a gigabyte). The frame that is shown, where there are no stills or none comes in time.
 */
async function takeStill(stream, video) {
  const late = new Promise((resolve) => setTimeout(resolve, STILL_MS, null));
  const still = globalThis.ImageCapture ? askForStill(new ImageCapture(stream.getVideoTracks()[0])) : null;
  return (await Promise.race([still, late]).catch(() => null)) ?? createImageBitmap(video);
}

/** As large as a photo is kept, where the camera lets itself be asked. */
async function askForStill(camera) {
  const { imageWidth: { min, max } = {} } = await camera.getPhotoCapabilities();
  return camera.takePhoto(max ? { imageWidth: Math.min(max, Math.max(min, LONGEST)) } : {});
}

/** The position as it becomes known; nothing waits for it. */
function watchPosition() {
  let latest = null;
  const watch = navigator.geolocation?.watchPosition(({ coords }) => {
    latest = { lat: coords.latitude.toFixed(6), lon: coords.longitude.toFixed(6), accuracy_m: String(Math.round(coords.accuracy)) };
  }, () => {}, { enableHighAccuracy: true, maximumAge: 60_000, timeout: 20_000 });
  return { latest: () => latest, stop: () => navigator.geolocation?.clearWatch(watch) };
}
