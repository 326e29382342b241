// Where we are: the position with its accuracy, as it gets better; that there is none is an answer too.

import { pointText } from "../../core/form_display.mjs";
import { h, icon, setText } from "./dom.mjs";

/** @typedef {import("./context.mjs").Context} Context */

const GOOD_M = 20;
const WAIT_MS = 30000;
const REASONS = ["unavailable", "denied", "unavailable", "timeout"];

/**
 * @param {Context} ctx
 * @param {any} node
 * @param {string} path
 * @param {string} id
 * @returns {import("./question.mjs").Field}
 */
export function buildPoint(ctx, node, path, id) {
  const said = h("p", { class: "answer pen", role: "status" });
  const take = h("button", { class: "btn", type: "button", id, disabled: node.read_only, onclick: () => begin() });
  const use = h("button", { class: "btn main", type: "button", hidden: true });
  const give = h("button", { class: "btn plain", type: "button", hidden: true });
  const search = ctx.searchOf(path);
  search.draw = () => update(); // a search goes on when the language is switched, and is shown by the newest field

  function begin() {
    stop();
    search.best = search.failed = "";
    if (!navigator.geolocation) return fail("unavailable");
    search.timer = window.setTimeout(() => (search.best ? keep(search.best) : fail("timeout")), WAIT_MS);
    search.watch = navigator.geolocation.watchPosition(seen, ({ code }) => code !== 3 && !search.best && fail(REASONS[code]), { enableHighAccuracy: true, maximumAge: 0, timeout: WAIT_MS });
    search.draw();
    use.focus({ preventScroll: true });
  }

  /** @param {GeolocationPosition} position */
  function seen(position) {
    search.best = textOf(position.coords);
    if (position.coords.accuracy <= GOOD_M) keep(search.best);
    else search.draw();
  }

  /** @param {string} text */
  function keep(text) {
    stop();
    search.failed = "";
    ctx.set(path, text);
    search.draw();
  }

  /** @param {string} reason */
  function fail(reason) {
    stop();
    search.failed = reason;
    search.draw();
  }

  function stop() {
    clearTimeout(search.timer);
    if (search.watch !== null) navigator.geolocation.clearWatch(search.watch);
    search.watch = null;
  }

  const update = () => {
    const value = ctx.form.answer(path);
    const looking = search.watch !== null;
    if (looking && !control.isConnected && control.dataset.shown) return stop();
    control.dataset.shown = "yes";
    setText(said, looking ? (search.best ? ctx.say.pointSoFar(pointText(search.best, ctx.lang)) : ctx.say.pointLooking) : search.failed ? pointText(`none ${search.failed}`, ctx.lang) : value === null ? "" : pointText(String(value), ctx.lang));
    said.hidden = said.textContent === "";
    take.hidden = looking;
    take.replaceChildren(icon("pin"), value === null && !search.failed ? ctx.say.pointTake : ctx.say.pointAgain);
    use.hidden = !(looking && search.best);
    use.textContent = ctx.say.pointUse;
    give.hidden = !(looking || search.failed);
    give.textContent = looking ? ctx.say.pointStop : ctx.say.pointNone;
  };
  use.addEventListener("click", () => keep(search.best));
  give.addEventListener("click", () => (search.watch !== null ? fail("timeout") : keep(`none ${search.failed}`)));
  const control = h("div", { class: "point" }, said, h("div", { class: "row" }, take, use, give));
  return { control, inputs: [take], update, grouped: true };
}

/**
 * Latitude, longitude, altitude, accuracy in metres, as ODK writes a point.
 * @param {GeolocationCoordinates} coords
 */
function textOf({ latitude, longitude, altitude, accuracy }) {
  return [latitude.toFixed(6), longitude.toFixed(6), (altitude ?? 0).toFixed(1), String(Math.min(9999999, Math.ceil(accuracy)))].join(" ");
}
