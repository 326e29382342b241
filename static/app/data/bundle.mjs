// Everything that was not sent, in one file only the district can open (RFC 7516, ECDH-ES with A256GCM). The documents
// are closed under the caseload key already; they are read one at a time and gathered in a blob.

import { CompactEncrypt, importJWK } from "jose";
import { bundleAround } from "../core/bundle.mjs";

const ALGORITHM = { alg: "ECDH-ES", enc: "A256GCM", cty: "ruhu-bundle+json" };

/**
 * @param {ReturnType<import("./outbox.mjs").createOutbox>} outbox
 * @param {{assessor: string, device: string, madeAt: string, key: any, onDocument: (done: number, total: number) => void}} about
 *   `key`: the district's, from the roster
 * @returns {Promise<{file: string, count: number}>} the compact JWE, and how many documents are in it
 */
export async function makeBundle(outbox, { key, onDocument, ...about }) {
  const { photos, visits } = await outbox.waiting();
  const ids = [...photos, ...visits];
  if (ids.length === 0) return { file: "", count: 0 };
  const [before, after] = bundleAround(about);
  let whole = new Blob([before]);
  for (const [at, id] of ids.entries()) {
    onDocument(at + 1, ids.length);
    const document = await outbox.db.get(id, { revs: true, attachments: true });
    whole = new Blob([whole, at > 0 ? "," : "", JSON.stringify(document)]);
  }
  const plain = new Uint8Array(await new Blob([whole, after]).arrayBuffer());
  const header = { ...ALGORITHM, kid: key.kid };
  const file = await new CompactEncrypt(plain).setProtectedHeader(header).encrypt(await importJWK(key, ALGORITHM.alg));
  return { file, count: ids.length };
}
