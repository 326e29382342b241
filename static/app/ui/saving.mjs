// What a person is told when something could not be written, and the tries that follow by themselves. What is on the
// screen stays there, and stays theirs, until it is written.

import { isFull } from "../data/storage.mjs";
import { refreshBar } from "./shell.mjs";

const AGAIN_S = [2, 4, 8, 15, 30];

/** @param {any} app gains `saveFailed`, `noteSaved`, `noteSaveFailed`, `saveAgain` */
export function watchSaving(app) {
  let timer = null;
  let tries = 0;

  Object.assign(app, {
    saveFailed: null,

    noteSaved(at) {
      app.savedAt = at;
      clearTimeout(timer);
      tries = 0;
      if (app.saveFailed?.what !== "photo") app.saveFailed = null;
      refreshBar(app);
    },

    /**
     * A write failed: the bar says so in red until it succeeds.
     * @param {Error} error @param {"answer"|"copy"|"photo"} [what] a photo is tried again where it was taken
     */
    noteSaveFailed(error, what = "answer") {
      console.warn("not saved", what, error.name);
      app.saveFailed = { what, full: isFull(error) };
      app.account?.drafts.reopen();
      clearTimeout(timer);
      if (what !== "photo") timer = setTimeout(app.saveAgain, AGAIN_S[Math.min(tries, AGAIN_S.length - 1)] * 1000);
      tries += 1;
      refreshBar(app);
    },

    /** The photo was kept after all, or its taker let it go. */
    notePhotoSettled() {
      if (app.saveFailed?.what !== "photo") return;
      app.saveFailed = null;
      refreshBar(app);
    },

    saveAgain: () => app.session?.snapshot(),
  });

  addEventListener("beforeunload", (event) => { if (app.saveFailed?.what === "answer") event.preventDefault(); });
}
