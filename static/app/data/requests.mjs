// Asking the server in JSON. Two ways to fail, and people are told which: not reached, or refused with a reason.

export class NotReached extends Error {}

export class Refused extends Error {
  /** @param {string} code @param {{zh: string, en: string}} words @param {number} status */
  constructor(code, words, status) {
    super(code);
    Object.assign(this, { code, words, status });
  }
}

const WAIT_MS = 20_000;
const GATEWAY = [502, 503, 504];

/** POST JSON, get JSON. @throws {NotReached | Refused} */
export async function post(path, body) {
  const response = await reach(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }, WAIT_MS);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(answer.code ?? `http.${response.status}`, answer.message ?? plainWords(response.status), response.status);
  return answer;
}

/** fetch that ends in time and names the failure. */
export async function reach(url, options, waitMs) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), waitMs);
  options.signal?.addEventListener("abort", () => abort.abort());
  try {
    const response = await fetch(url, { credentials: "omit", cache: "no-store", ...options, signal: abort.signal });
    if (GATEWAY.includes(response.status)) throw new NotReached(`http.${response.status}`);
    return response;
  } catch (error) {
    throw error instanceof NotReached ? error : new NotReached(String(error.message ?? error));
  } finally {
    clearTimeout(timer);
  }
}

/** What is said when the server gives a number and no sentence. */
export function plainWords(status) {
  return { zh: `服务器回答 ${status}，没有说原因。`, en: `The server answered ${status} without a reason.` };
}
