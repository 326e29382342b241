// What a page of the tablet is measured by, from what the browser really drew. Each gives a list of what falls short.
(() => {
  const shownText = (node) => {
    const element = node.parentElement;
    if (!node.textContent.trim() || !element.checkVisibility({ visibilityProperty: true })) return false;
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].some(({ width, height }) => width > 1 && height > 1) && !isHiddenBySize(element);
  };
  const isHiddenBySize = (element) => Boolean(element.closest(".visually-hidden, .skip, .q-acknowledge > .label"));
  const texts = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) if (shownText(walker.currentNode)) found.push(walker.currentNode);
    return found;
  };
  const channels = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const over = ([r, g, b, a = 1], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a)];
  const ground = (element) => {
    if (!element) return [255, 255, 255];
    const color = channels(getComputedStyle(element).backgroundColor);
    const opaque = color.length === 3 || color[3] === 1;
    return opaque ? color : over(color, ground(element.parentElement));
  };
  const light = (rgb) => rgb.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)).reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const faded = (element) => (element ? Number(getComputedStyle(element).opacity) * faded(element.parentElement) : 1);
  const inkOf = (element, back, pseudo) => {
    const [r, g, b, a = 1] = channels(getComputedStyle(element, pseudo).color);
    return over([r, g, b, a * faded(element)], back);
  };

  /** Words of less than `least` to one against what they stand on (WCAG 2.2, 1.4.6). */
  const pale = (least) => {
    const words = texts().map((node) => [node.parentElement, node.textContent.trim()]);
    const typed = [...document.querySelectorAll("input, textarea, select")].filter((each) => each.checkVisibility() && Number(getComputedStyle(each).opacity) > 0);
    const all = [...words, ...typed.map((each) => [each, each.value || each.type]), ...typed.filter((each) => each.placeholder).map((each) => [each, each.placeholder, "::placeholder"])];
    return all.map(([element, text, pseudo]) => [text, contrast(inkOf(element, ground(element), pseudo), ground(element))])
      .filter(([, ratio]) => ratio < least).map(([text, ratio]) => `${text.slice(0, 30)} ${ratio.toFixed(2)}`);
  };

  /** What is touched and is lower or narrower than `least` CSS pixels; an option is touched anywhere in its frame. */
  const small = (least) => [...document.querySelectorAll("button, a[href], input, select, textarea, summary, [role=button]")]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !isHiddenBySize(each))
    .map((each) => [each, (each.closest(".opt, .case") ?? each).getBoundingClientRect()])
    .filter(([, box]) => box.width < least || box.height < least)
    .map(([each, box]) => `${each.tagName} ${each.id || each.textContent.trim().slice(0, 20)} ${box.width.toFixed(0)}×${box.height.toFixed(0)}`);

  /** Words that leave the page, or the box that clips them. */
  const cut = () => texts().map((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, right } = range.getBoundingClientRect();
    const clip = clipping(node.parentElement);
    const out = left < clip.left - 1 || right > clip.right + 1;
    return out ? `${node.textContent.trim().slice(0, 30)} ${Math.round(left)}–${Math.round(right)}` : null;
  }).filter(Boolean);
  const clipping = (element) => {
    for (let each = element; each && each !== document.body; each = each.parentElement) {
      const { overflowX } = getComputedStyle(each);
      if (overflowX === "auto" || overflowX === "scroll") return { left: -Infinity, right: Infinity };
      if (overflowX !== "visible") return each.getBoundingClientRect();
    }
    return { left: 0, right: document.documentElement.clientWidth };
  };

  /** Typed answers wider than their field: an amount, a part of a date. Names may be scrolled in theirs. */
  const cramped = () => [...document.querySelectorAll(".form .figures, .form .date input")]
    .filter((each) => each.checkVisibility() && each.value && each.scrollWidth > each.clientWidth + 1)
    .map((each) => `${each.id} ${each.value}`);

  /** The page is wider than the screen. */
  const wide = () => (document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} > ${innerWidth}`] : []);

  globalThis.pageChecks = { pale, small, cut, cramped, wide };
})();
