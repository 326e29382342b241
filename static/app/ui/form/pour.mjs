// Building a part of the page bit by bit, so that no tap waits for all of it: a frame builds a little, and what stands
// first comes first. Each task stays below the 50 ms at which a page is felt to hang, on a tablet as slow as ours.

/** What a frame builds; laying it out and drawing it take as long again. */
const SLICE_MS = 6;

export class Pour {
  /** @param {(isBusy: boolean) => void} tell told before each frame whether more is to come */
  constructor(tell) {
    this._tell = tell;
    /** What is still to be built, in the order of the page. @type {(() => void)[]} */
    this._waiting = [];
    /** What is to be done in the next frame. @type {(() => void)[]} */
    this._soon = [];
    this._gradual = false;
    this._frame = 0;
  }

  /** Whether all that was wanted stands on the page. */
  get isDone() {
    return this._waiting.length === 0;
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
   * What this work puts onto the page comes bit by bit, from the next frame on.
   * @param {() => void} work
   */
  gradually(work) {
    this._gradual = true;
    work();
    this._gradual = false;
    this._ask();
  }

  /**
   * In the next frame, before it is drawn: what makes the browser lay the page out, as moving the focus does.
   * @param {() => void} act
   */
  soon(act) {
    this._soon.push(act);
    this._ask();
  }

  /** Build on at once, until a condition holds. @param {() => boolean} isEnough */
  until(isEnough) {
    while (this._waiting.length > 0 && !isEnough()) this._next();
  }

  /** What was to come is not wanted any more. */
  drop() {
    this._waiting = [];
  }

  _ask() {
    cancelAnimationFrame(this._frame);
    const isBusy = this._waiting.length + this._soon.length > 0;
    if (isBusy) this._frame = requestAnimationFrame(() => this._draw());
    this._tell(isBusy);
  }

  _draw() {
    const acts = this._soon;
    this._soon = [];
    const end = performance.now() + SLICE_MS;
    if (acts.length > 0) acts.forEach((act) => act());
    else this.until(() => performance.now() >= end);
    this._ask();
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
