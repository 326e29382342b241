// A photo from the camera or a file: oriented, made small and named in a worker, then kept as one outbox document.

import { formatInstant } from "../core/days.mjs";

let worker = null;
let asked = 0;
const answers = new Map();

/**
 * @param {object} shot
 * @param {ImageBitmap | Blob} shot.source @param {"camera"|"file"} shot.from
 * @param {any} shot.position or null @param {string} shot.path @param {string} shot.caption
 * @param {{case: string, round: number}} about
 * @param {{outbox: any, drafts: any}} account
 * @returns {Promise<any>} the photo's record, as the draft lists it
 */
export async function keepPhoto({ source, from, position, path, caption }, about, { outbox, drafts }) {
  const { blob, thumb, digest, width, height } = await develop(source);
  const record = {
    digest, path, caption, taken_at: formatInstant(new Date()), content_type: "image/jpeg", length: blob.size, width, height,
    position, source: from, replaced: false,
  };
  const body = { case: about.case, round: about.round, digest, content_type: "image/jpeg", length: blob.size };
  await outbox.putPhoto(digest, body, blob);
  await drafts.saveThumb(digest, thumb);
  return record;
}

function develop(source) {
  worker ??= startWorker();
  asked += 1;
  const transfer = source instanceof ImageBitmap ? [source] : [];
  worker.postMessage({ id: asked, source }, transfer);
  return new Promise((resolve, reject) => answers.set(asked, { resolve, reject }));
}

function startWorker() {
  const started = new Worker("/tablet/photo_worker.js");
  started.onmessage = ({ data }) => {
    const { resolve, reject } = answers.get(data.id);
    answers.delete(data.id);
    if (data.error) reject(new Error(data.error)); else resolve(data);
  };
  return started;
}
