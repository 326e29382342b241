// What was noted down and is not yet known to be in the record: kept in the browser's database in order, one
// queue a meeting, and taken off the unsent only when the server has said that it is recorded. What was recorded is
// remembered until a page is kept that has it, so that an older page opened without a network still shows it.
import { Box } from "../../app/data/idb.mjs";

const STORE = "jottings";

/** The queue of a meeting. Where the browser cannot keep it, it lives on in the page, and `kept` says so. */
export async function openQueue(meeting) {
  const queue = new Queue(new Box("ruhu-chair", [STORE]), meeting);
  await queue.load();
  return queue;
}

class Queue {
  constructor(box, meeting) {
    this.box = box;
    this.meeting = meeting;
    this.items = [];
    this.recorded = []; // jottings with the number of their act
    this.last = 0;
    this.kept = true;
  }

  async load() {
    await this.#keep(async () => {
      const found = (await this.box.entries(STORE)).filter(([[meeting]]) => meeting === this.meeting);
      this.items = found.map(([, jotting]) => jotting).filter((jotting) => jotting.recorded === undefined);
      this.recorded = found.map(([, jotting]) => jotting).filter((jotting) => jotting.recorded !== undefined);
      this.last = Math.max(0, ...found.map(([[, n]]) => n));
    });
  }

  async add(jotting) {
    this.last += 1;
    const item = { ...jotting, n: this.last };
    this.items.push(item);
    await this.#keep(() => this.box.put(STORE, [this.meeting, item.n], item));
  }

  /** The first has reached the record as the act of this number. */
  async shift(recorded) {
    const item = { ...this.items.shift(), recorded };
    this.recorded.push(item);
    await this.#keep(() => this.box.put(STORE, [this.meeting, item.n], item));
  }

  /** A page that shows the record up to this act is kept, or open. */
  async forget(seen) {
    const gone = this.recorded.filter(({ recorded }) => recorded <= seen);
    this.recorded = this.recorded.filter(({ recorded }) => recorded > seen);
    for (const item of gone) await this.#keep(() => this.box.delete(STORE, [this.meeting, item.n]));
  }

  /** What is left rests on what the page has seen by now. */
  async rest(seen) {
    for (const item of this.items) {
      item.seen = seen;
      await this.#keep(() => this.box.put(STORE, [this.meeting, item.n], item));
    }
  }

  drop() {
    return this.#drop(this.items);
  }

  /** What rests on the first and what does not: the jottings of its case, and those of other cases. */
  get split() {
    const about = caseOf(this.items[0]);
    const same = this.items.filter((item) => caseOf(item) === about);
    return { same, others: about ? this.items.filter((item) => !same.includes(item)) : [] };
  }

  /** Leaves out the case of the first, so that the others go on. */
  skip() {
    return this.#drop(this.split.same);
  }

  async #drop(gone) {
    const dropped = [...gone];
    this.items = this.items.filter((item) => !dropped.includes(item));
    for (const item of dropped) await this.#keep(() => this.box.delete(STORE, [this.meeting, item.n]));
  }

  async #keep(write) {
    try {
      await write();
    } catch {
      this.kept = false;
    }
  }
}

function caseOf(item) {
  return item?.fields.find(([name]) => name === "case")?.[1];
}
