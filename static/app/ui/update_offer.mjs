// The page, not the service worker, decides when a new version is put on; an open visit is never swapped, in this
// tab or in another.

import { h, icon, rich } from "./dom.mjs";
import { isTaken, VISIT } from "../data/tabs.mjs";

const LOOK_MS = 3_600_000; // a tablet that is never closed asks for a new version so often
const AGAIN_MS = 15_000; // after a fetch that was cut off

/** A bar when a new version lies complete; shown on the caseload only. */
export function offerUpdate(app) {
  if (!app.update.waiting) return null;
  const words = h("span", null, rich(app.say("update_ready")));
  const put = async () => { if (!(await app.update.switch())) words.replaceChildren(...rich(app.say("update_visit_open"))); };
  return h("div", { class: "bar update", role: "status" }, icon("save"), words, h("button", { type: "button", onclick: put }, app.say("update_switch")));
}

/**
 * Register the worker at once and keep an eye on new versions.
 * `tell` sets who is told of a change, and who says whether a page may be loaded anew now.
 */
export function watchUpdates() {
  let changed = () => {};
  let mayReload = () => true;
  const update = { waiting: null, stale: false, settle: () => {}, switch: async () => false, tell: (onChange, may) => { changed = onChange; mayReload = may; } };
  const workers = navigator.serviceWorker;
  if (!workers) return update;

  let hadOne = Boolean(workers.controller);
  workers.addEventListener("controllerchange", () => {
    update.stale = hadOne; // the first worker changes nothing about this page; a later one brings another version
    hadOne = true;
    update.settle();
    changed();
  });
  /** Another tab put the new version on: this page follows when no visit is open in it. */
  update.settle = () => { if (update.stale && mayReload()) location.reload(); };
  update.switch = async () => {
    if (await isTaken(VISIT)) return false;
    update.waiting.postMessage("switch");
    return true;
  };
  keepLooking(workers, (registration) => {
    update.waiting = workers.controller ? registration.waiting : null;
    changed();
  });
  return update;
}

/** Asks for a version at once, again after a fetch that was cut off (what came is kept), and now and then. */
function keepLooking(workers, onState) {
  let registration = null;
  let askedAt = 0;
  let timer = null;

  async function ask() {
    clearTimeout(timer);
    askedAt = Date.now();
    try {
      const known = registration;
      registration = await workers.register("/tablet/sw.js", { scope: "/tablet/" });
      if (registration === known) await registration.update();
      else watch();
    } catch (error) {
      console.warn("no version fetched", error.message);
      soon();
    }
  }

  function watch() {
    follow(registration.installing);
    registration.addEventListener("updatefound", () => follow(registration.installing));
    onState(registration);
  }

  function follow(coming) {
    let whole = false;
    coming?.addEventListener("statechange", () => {
      whole ||= coming.state === "installed";
      if (coming.state === "redundant" && !whole) soon();
      onState(registration);
    });
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(ask, AGAIN_MS);
  }

  function now() {
    if (!document.hidden && (!registration?.active || Date.now() - askedAt > LOOK_MS)) ask();
  }

  addEventListener("online", now);
  document.addEventListener("visibilitychange", now);
  ask();
}
