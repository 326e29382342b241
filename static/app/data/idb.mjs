// A small IndexedDB store of named boxes. A write is done when the transaction has completed, not before; a
// connection the browser closed (memory pressure, eviction) is opened afresh and the write tried once more.

export class Box {
  /** @param {string} name of the database @param {string[]} stores */
  constructor(name, stores) {
    this.name = name;
    this.stores = stores;
    this.connection = null;
  }

  get(store, key) {
    return this._do(store, "readonly", (box) => box.get(key));
  }

  all(store) {
    return this._do(store, "readonly", (box) => box.getAll());
  }

  /** Every pair of key and value. */
  async entries(store) {
    const [keys, values] = await Promise.all([this._do(store, "readonly", (box) => box.getAllKeys()), this.all(store)]);
    return keys.map((key, at) => [key, values[at]]);
  }

  put(store, key, value) {
    return this._do(store, "readwrite", (box) => box.put(value, key));
  }

  delete(store, key) {
    return this._do(store, "readwrite", (box) => box.delete(key));
  }

  close() {
    this.connection?.close();
    this.connection = null;
  }

  async _do(store, mode, ask) {
    try {
      return await this._once(store, mode, ask);
    } catch (error) {
      if (error.name === "QuotaExceededError") throw error;
      this.close();
      return this._once(store, mode, ask);
    }
  }

  async _once(store, mode, ask) {
    this.connection ??= await connect(this.name, this.stores, () => this.close());
    const transaction = this.connection.transaction(store, mode, { durability: "strict" });
    const request = ask(transaction.objectStore(store));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new DOMException("the write was cut off", "AbortError"));
      transaction.onerror = () => reject(transaction.error);
    });
  }
}

/** A database goes for good, whoever still has it open here. */
export function dropDatabase(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
}

function connect(name, stores, onClosed) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => stores.forEach((store) => request.result.createObjectStore(store));
    request.onsuccess = () => {
      request.result.onclose = onClosed;
      request.result.onversionchange = onClosed;
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new DOMException("another tab holds the store", "AbortError"));
  });
}
