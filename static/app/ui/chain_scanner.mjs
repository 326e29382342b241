// The camera gathering a chain of codes, with how many it has; a photo file will not do, since a chain moves.

import { createCollector, isFrame } from "../core/qr_frames.mjs";
import { h } from "./dom.mjs";
import { createScanner } from "./scanner.mjs";

/**
 * @param {any} app @param {string} kind of the chain
 * @param {(bytes: Uint8Array | null) => Promise<void>} onWhole null when what arrived cannot be read
 */
export function createChainScanner(app, kind, onWhole) {
  const collector = createCollector(kind);
  const progress = h("progress", { max: 1, value: 0, hidden: true, "aria-label": app.say("chain_progress") });
  let whole = null;

  /** Looks past every code until the last of the chain is there. */
  function lookPast(text) {
    const taken = isFrame(text, kind) ? collector.take(text) : null;
    if (!taken) return [app.say("chain_other")];
    const { have, of, bytes } = taken;
    Object.assign(progress, { hidden: false, max: of, value: have });
    whole = bytes;
    return have < of ? [h("b", null, app.say("chain_have", { have, of }))] : null;
  }

  const scanner = createScanner(app, () => onWhole(whole), lookPast);
  return { element: h("div", null, scanner.element, progress), start: scanner.start, stop: scanner.stop };
}
