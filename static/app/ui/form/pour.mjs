// Building a part of the page bit by bit, so that no tap waits for all of it: what stands first at once, the rest in
// the frames after. A task stays well below the 50 ms at which a page is felt to hang, on a tablet as slow as ours.

/** What a frame builds; laying it out and drawing it take as long again. */
const SLICE_MS = 10;

export class Pour {
  constructor() {
    /** What is still to be built, in the order of the page. @type {(() => void)[]} */
    this._waiting = [];
    this._gradual = false;
    this._frame = 0;
  }

  /**
   * Put parts into a place, one after another; a part may be nothing, or fill the place itself.
   * @param {Element} place
   * @param {(() => Element | null | void)[]} parts
   */
  into(place, parts) {
    if (this._gradual) this._waiting.push(...parts.map((part) => () => void (place.isConnected && fill(place, part))));
    else parts.forEach((part) => fill(place, part));
  }

  /**
   * What this work puts onto the page comes bit by bit.
   * @param {() => void} work
   */
  gradually(work) {
    this._gradual = true;
    work();
    this._gradual = false;
    this._slice();
  }

  /** Build on at once, until a condition holds. @param {() => boolean} isEnough */
  until(isEnough) {
    while (this._waiting.length > 0 && !isEnough()) this._next();
  }

  /** What was to come is not wanted any more. */
  drop() {
    this._waiting = [];
  }

  _slice() {
    const end = performance.now() + SLICE_MS;
    this.until(() => performance.now() >= end);
    cancelAnimationFrame(this._frame);
    if (this._waiting.length > 0) this._frame = requestAnimationFrame(() => this._slice());
  }

  /** Build what comes next; what it holds itself comes before everything after it. */
  _next() {
    const [next, ...after] = this._waiting;
    this._waiting = [];
    this._gradual = true;
    next();
    this._gradual = false;
    this._waiting.push(...after);
  }
}

/** @param {Element} place @param {() => Element | null | void} part */
function fill(place, part) {
  const element = part();
  if (element) place.append(element);
}
