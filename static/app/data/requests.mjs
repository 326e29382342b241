// Asking the server. Two ways to fail, and people are told which: not reached (and how), or refused with a reason.
// A network that is there and dead is noticed by its silence, in the middle of an answer or of an upload too.

export class NotReached extends Error {
  /** @param {"none"|"silent"|"portal"|"down"} how no way there, no sign of life, a portal in between, no server behind the gateway */
  constructor(how) {
    super(`not reached: ${how}`);
    this.how = how;
  }
}

export class Refused extends Error {
  /** @param {string} code @param {{zh: string, en: string}} words @param {number} status */
  constructor(code, words, status) {
    super(code);
    Object.assign(this, { code, words, status });
  }
}

const ANSWER_MS = 20_000; // until an answer begins
const QUIET_MS = 30_000; // between one sign of life and the next
const LARGE = 32_000; // characters of a body whose way up is worth watching
const GATEWAY = [502, 503, 504];
const PORTAL = 511; // Network Authentication Required (RFC 6585 §6)
const WITHOUT_BODY = [204, 205, 304];

/** Bytes that went up and came down since the app was opened. */
export const traffic = { sent: 0, received: 0 };
const underWay = new Set();

/** POST JSON, get JSON. @param {number} [answerMs] until the answer begins @throws {NotReached | Refused} */
export async function post(path, body, answerMs) {
  const response = await reach(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }, answerMs);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(answer.code ?? `http.${response.status}`, answer.message ?? plainWords(response.status), response.status);
  return answer;
}

/** fetch that ends in time with the whole answer, and names the failure. @throws {NotReached} */
export async function reach(url, options, answerMs = ANSWER_MS) {
  const watch = startWatch(answerMs);
  options.signal?.addEventListener("abort", watch.stop);
  underWay.add(watch.stop);
  try {
    const send = globalThis.XMLHttpRequest && options.body?.length > LARGE ? upload : download;
    const response = await send(url, { credentials: "omit", cache: "no-store", ...options, signal: watch.signal }, watch.heard);
    checkIsOurServer(response);
    return response;
  } catch (error) {
    throw error instanceof NotReached ? error : new NotReached(watch.wasSilent() ? "silent" : "none");
  } finally {
    underWay.delete(watch.stop);
    watch.end();
  }
}

/** Everything that is under way ends now, as not reached. */
export function stopRequests() {
  for (const stop of underWay) stop();
}

/** What is said when the server gives a number and no sentence. */
export function plainWords(status) {
  return { zh: `服务器回答 ${status}，没有说原因。`, en: `The server answered ${status} without a reason.` };
}

/** Ends a request that shows no sign of life in time. */
function startWatch(answerMs) {
  const abort = new AbortController();
  let silent = false;
  let timer = 0;
  const wait = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(() => { silent = true; abort.abort(); }, ms);
  };
  wait(answerMs);
  return { signal: abort.signal, heard: (ms = QUIET_MS) => wait(ms), stop: () => abort.abort(), wasSilent: () => silent, end: () => clearTimeout(timer) };
}

/** A portal of a wireless network answers everything with a page of its own; a gateway answers for a server that is down. */
function checkIsOurServer(response) {
  if (GATEWAY.includes(response.status)) throw new NotReached("down");
  const page = response.ok && response.headers.get("Content-Type")?.startsWith("text/html");
  if (page || response.status === PORTAL) throw new NotReached("portal");
}

async function download(url, options, heard) {
  const response = await fetch(url, options);
  traffic.sent += options.body?.length ?? 0;
  const parts = [];
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader.read()) {
    heard();
    parts.push(part.value);
    traffic.received += part.value.length;
  }
  return asResponse(response.status, response.headers, parts);
}

/** By XMLHttpRequest, because only it tells how far an upload has come: silence is told from slowness. */
function upload(url, { method, headers, body, signal }, heard) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let sent = 0;
    request.open(method, url);
    request.responseType = "blob";
    new Headers(headers).forEach((value, name) => request.setRequestHeader(name, value));
    request.upload.onprogress = ({ loaded }) => {
      traffic.sent += loaded - sent;
      sent = loaded;
      heard();
    };
    request.upload.onload = () => heard(ANSWER_MS);
    request.onload = () => {
      traffic.received += request.response.size;
      resolve(asResponse(request.status, headersOf(request), [request.response]));
    };
    request.onerror = () => reject(new NotReached("none"));
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}

function headersOf(request) {
  const lines = request.getAllResponseHeaders().trim().split(/\r?\n/).filter(Boolean);
  return new Headers(lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
}

function asResponse(status, headers, parts) {
  return new Response(WITHOUT_BODY.includes(status) ? null : new Blob(parts), { status, headers });
}
