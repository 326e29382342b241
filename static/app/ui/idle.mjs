// Nobody has touched the tablet for a while: it locks. Two clocks are asked, so that neither a tablet that slept nor one
// whose clock was set back stays open.

const IDLE_MS = 5 * 60_000;
const LOOK_MS = 5_000;
// What only a hand does: a page also scrolls by itself, when what is on it grows or is called up.
const TOUCHES = ["pointerdown", "touchmove", "wheel", "keydown", "input"];

/** @param {() => void} onIdle called at every look for as long as nothing is touched */
export function watchIdle(onIdle) {
  let touched = readClocks();
  const touch = () => { touched = readClocks(); };
  const look = () => { if (readClocks().some((clock, at) => clock - touched[at] >= IDLE_MS)) onIdle(); };
  for (const type of TOUCHES) addEventListener(type, touch, { capture: true, passive: true });
  document.addEventListener("visibilitychange", look);
  setInterval(look, LOOK_MS);
  return { touch };
}

function readClocks() {
  return [Date.now(), performance.now()];
}
