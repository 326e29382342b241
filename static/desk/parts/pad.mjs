// A signature drawn on the page. Without this file the pads stay hidden and people sign on paper.
// A form that can also be sent unsigned has no button of value "pad"; one that asks for no signature has no canvas.
import SignaturePad from "signature_pad";

export function watchPads(root) {
  const forms = [...(root.querySelectorAll?.("form[data-pad]") ?? [])];
  for (const form of forms.filter((each) => each.querySelector("canvas"))) open(form);
}

function open(form) {
  const canvas = form.querySelector("canvas");
  for (const part of form.querySelectorAll("[data-needs-pad]")) part.hidden = false;
  const ink = getComputedStyle(document.documentElement).getPropertyValue("--pen").trim();
  const pad = new SignaturePad(canvas, { penColor: ink, minWidth: 1, maxWidth: 2.4 });
  const fit = () => fitCanvas(canvas, pad);
  fit();
  new ResizeObserver(fit).observe(canvas);
  const sign = form.querySelector("[value=pad]");
  const again = form.querySelector("[data-clear]");
  const refresh = () => {
    if (sign) sign.disabled = pad.isEmpty();
    again.hidden = pad.isEmpty();
  };
  pad.addEventListener("endStroke", refresh);
  again.addEventListener("click", () => {
    pad.clear();
    refresh();
  });
  form.addEventListener("submit", () => {
    form.elements.ink.value = pad.isEmpty() ? "" : JSON.stringify(inkOf(pad, canvas));
  });
  refresh();
}

/** `{width, height, paths}`: one path a stroke, whole points, as the minutes print it. */
export function inkOf(pad, canvas) {
  const paths = pad.toData().map(({ points }) => pathOf(points));
  return { width: Math.round(canvas.clientWidth), height: Math.round(canvas.clientHeight), paths };
}

function pathOf(points) {
  const [first, ...rest] = points.map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`);
  return `M${first}${(rest.length ? rest : [first]).map((point) => `L${point}`).join("")}`;
}

function fitCanvas(canvas, pad) {
  const scale = Math.max(window.devicePixelRatio || 1, 1);
  const [width, height] = [canvas.clientWidth * scale, canvas.clientHeight * scale];
  if (canvas.width === Math.round(width) && canvas.height === Math.round(height)) return;
  const drawn = pad.toData();
  canvas.width = Math.round(width);
  canvas.height = Math.round(height);
  canvas.getContext("2d").scale(scale, scale);
  pad.fromData(drawn);
}
