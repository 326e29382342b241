// A photo from the camera or a file: oriented, made small and named in a worker, then kept as one outbox document.

let worker = null;
let asked = 0;
const answers = new Map();

/**
 * Off the main thread: oriented, at most 2048 pixels a side, as JPEG, with its digest and a thumbnail.
 * @param {ImageBitmap | Blob} source
 * @returns {Promise<{blob: Blob, thumb: Blob, digest: string, width: number, height: number}>}
 */
export function developPhoto(source) {
  worker ??= startWorker();
  asked += 1;
  const transfer = source instanceof ImageBitmap ? [source] : [];
  worker.postMessage({ id: asked, source }, transfer);
  return new Promise((resolve, reject) => answers.set(asked, { resolve, reject }));
}

/**
 * @param {Awaited<ReturnType<typeof developPhoto>>} developed
 * @param {object} shot
 * @param {"camera"|"file"} shot.from
 * @param {any} shot.position or null @param {string} shot.path @param {string} shot.caption @param {string} shot.takenAt
 * @param {{case: string, round: number}} about
 * @param {{outbox: any, drafts: any, enrolment: any}} account
 * @returns {Promise<any>} the photo's record, as the draft lists it
 */
export async function keepPhoto({ blob, thumb, digest, width, height }, { from, position, path, caption, takenAt }, about, { outbox, drafts, enrolment }) {
  const record = {
    digest, path, caption, taken_at: takenAt, content_type: "image/jpeg", length: blob.size, width, height,
    position, device: enrolment.device.id, source: from, replaced: false,
  };
  const body = { case: about.case, round: about.round, digest, content_type: "image/jpeg", length: blob.size };
  await outbox.putPhoto(digest, body, blob);
  await drafts.saveThumb(digest, thumb);
  return record;
}

function startWorker() {
  const started = new Worker("/tablet/photo_worker.js");
  started.onmessage = ({ data }) => {
    const { resolve, reject } = answers.get(data.id);
    answers.delete(data.id);
    if (data.error) reject(new Error(data.error)); else resolve(data);
  };
  started.onerror = () => {
    for (const { reject } of answers.values()) reject(new Error("the worker ended"));
    answers.clear();
    worker = null;
  };
  return started;
}
