// Proofs of a Merkle tree as in RFC 9162 §2.1, checked with WebCrypto. Hashes are Uint8Arrays of 32 bytes.
// The server makes and checks the same proofs (server/domain/merkle.py); tests/vectors/merkle.json keeps both alike.

const LEAF = 0;
const NODE = 1;

/** The hash of one entry (RFC 9162 §2.1.1). */
export function leafHash(entry) {
  return sha256(Uint8Array.of(LEAF), entry);
}

/** The hash of a node from those of its children (RFC 9162 §2.1.1). */
export function nodeHash(left, right) {
  return sha256(Uint8Array.of(NODE), left, right);
}

/** Whether `path` proves that `leaf` is the `index`-th of `size` leaves (RFC 9162 §2.1.3.2). */
export async function isIncluded(leaf, index, size, path, root) {
  if (!counts(index, size) || index >= size) return false;
  const found = await climb(index, size - 1, leaf, leaf, path);
  return found !== null && same(found.new, root);
}

/** Whether `path` proves that `second` leaves begin with the `first` (RFC 9162 §2.1.4.2). */
export async function isConsistent(first, second, firstRoot, secondRoot, path) {
  if (!counts(first, second) || first > second) return false;
  if (first === 0) return path.length === 0 && same(firstRoot, await sha256());
  if (first === second) return path.length === 0 && same(firstRoot, secondRoot);
  const [start, ...rest] = isPowerOfTwo(first) ? [firstRoot, ...path] : path;
  if (!start) return false;
  let [fn, sn] = [first - 1, second - 1];
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  const found = await climb(fn, sn, start, start, rest);
  return found !== null && same(found.old, firstRoot) && same(found.new, secondRoot);
}

/** Up from a node to the roots of the older and the newer tree; null where the path is too short or too long. */
async function climb(fn, sn, old, now, path) {
  for (const sibling of path) {
    if (sn === 0) return null;
    if (fn % 2 === 1 || fn === sn) {
      [old, now] = [await nodeHash(sibling, old), await nodeHash(sibling, now)];
      while (fn !== 0 && fn % 2 === 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      now = await nodeHash(now, sibling);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 ? { old, new: now } : null;
}

async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer()));
}

function counts(...numbers) {
  return numbers.every((number) => Number.isSafeInteger(number) && number >= 0);
}

/** Not a shift: a shift would cut a number to 32 bits. */
function half(number) {
  return Math.floor(number / 2);
}

function isPowerOfTwo(number) {
  return Number.isInteger(Math.log2(number));
}

function same(one, other) {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}
