// The page, not the service worker, decides when a new version is put on; an open visit is never swapped.

import { h, icon, rich } from "./dom.mjs";

/** A bar when a new version lies complete; shown on the caseload and the sync page only. */
export function offerUpdate(app) {
  if (!app.update?.waiting) return null;
  const button = h("button", { type: "button", onclick: () => app.update.switch() }, app.say("update_switch"));
  return h("div", { class: "bar", role: "status" }, icon("save"), h("span", null, rich(app.say("update_ready"))), button);
}

/** Register the worker and keep an eye on new versions. @param {() => void} onWaiting */
export async function watchUpdates(onWaiting) {
  const update = { waiting: null, registration: null, switch: () => {} };
  if (!("serviceWorker" in navigator)) return update;
  const registration = await navigator.serviceWorker.register("/tablet/sw.js", { scope: "/tablet/" });
  update.registration = registration;
  const offer = (worker) => {
    if (!worker || !navigator.serviceWorker.controller) return;
    update.waiting = worker;
    onWaiting();
  };
  offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming.addEventListener("statechange", () => { if (coming.state === "installed") offer(coming); });
  });
  update.switch = () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    update.waiting.postMessage("switch");
  };
  return update;
}
