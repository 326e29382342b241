// How tall a window shows the page with nothing cut through at its lower edge and no empty rest below it.
// `most`: CSS pixels. What stands fast at the bottom of the window is kept.
([most]) => {
  const SPARE = 24, LINE = 140;
  const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const bars = [...document.querySelectorAll(".act-bar, .foot, .dock")].filter(seen);
  const floor = Math.min(innerHeight, ...bars.map((bar) => bar.getBoundingClientRect().top));
  const isLine = (element) => element.matches("li") && element.offsetHeight < LINE;
  const isPiece = (element) => (element.childElementCount === 0 || element.matches("tr, p, dd, li > a, label, .btn, .opt, .card-h, .field") || isLine(element)) && seen(element);
  const pieces = [...document.querySelectorAll("body *")]
    .filter((element) => isPiece(element) && !bars.some((bar) => bar.contains(element)) && !element.closest(".visually-hidden, .skip"))
    .map((element) => element.getBoundingClientRect()).filter(({ width, height }) => width > 2 && height > 2);
  const end = Math.max(...pieces.map(({ bottom }) => bottom)) + SPARE;
  const isWhole = (edge) => pieces.every(({ top, bottom }) => bottom <= edge + 1 || top >= edge - 1);
  let edge = Math.min(floor, end);
  if (end > floor) while (edge > floor * 0.7 && !isWhole(edge)) edge -= 1;
  return Math.min(most, Math.round(edge + innerHeight - floor));
}
