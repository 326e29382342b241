// What was noted down and is not yet known to be in the record: kept in the browser's database in order, one
// queue a meeting, and taken off only when the server has said that it is recorded.
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
    this.last = 0;
    this.kept = true;
  }

  async load() {
    await this.#keep(async () => {
      const found = (await this.box.entries(STORE)).filter(([[meeting]]) => meeting === this.meeting);
      this.items = found.map(([, jotting]) => jotting);
      this.last = Math.max(0, ...found.map(([[, n]]) => n));
    });
  }

  async add(jotting) {
    this.last += 1;
    const item = { ...jotting, n: this.last };
    this.items.push(item);
    await this.#keep(() => this.box.put(STORE, [this.meeting, item.n], item));
  }

  /** The first has reached the record. */
  async shift() {
    const item = this.items.shift();
    await this.#keep(() => this.box.delete(STORE, [this.meeting, item.n]));
  }

  /** What is left rests on what the page has seen by now. */
  async rest(seen) {
    for (const item of this.items) {
      item.seen = seen;
      await this.#keep(() => this.box.put(STORE, [this.meeting, item.n], item));
    }
  }

  async drop() {
    while (this.items.length) await this.shift();
  }

  async #keep(write) {
    try {
      await write();
    } catch {
      this.kept = false;
    }
  }
}
