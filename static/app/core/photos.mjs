// How large a photo is kept. Pure.

export const LONGEST = 2048; // pixels of the longer side

/** The size that fits into a square of so many pixels a side; never larger than it was. */
export function fittedSize({ width, height }, longest) {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
