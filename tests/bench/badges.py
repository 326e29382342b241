"""How long a tablet takes to verify a badge, in Chromium at a quarter of the machine's speed."""

from __future__ import annotations

import json
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.bench.figure import ROUNDS, Figure
from tests.bench.tablet.browser import open_browser
from tests.bench.tablet.site import Site

_ROOT: Final = Path(__file__).parents[2]
_LIMIT_MS: Final = 30
_PAGE: Final = b"<!doctype html><title>bench</title><script src=badge.js></script>"
_EMPTY: Final = b"<!doctype html><title>empty</title>"
# As the tablet does it: the code as the camera gives it, the keys, a roster of a whole district.
_CHECK: Final = """async ({ url, keys, roster, rounds }) => {
  const times = [];
  await Badge.prepareKeys(keys);
  for (let n = 0; n < rounds; n += 1) {
    const start = performance.now();
    const { token } = Badge.readCode(url);
    const { standing } = await Badge.checkToken(token, { keys, roster, today: "2026-03-12", staleDays: 7 });
    times.push(performance.now() - start);
    if (standing !== "valid") throw new Error(standing);
  }
  return times;
}"""


def figures() -> Iterator[Figure]:
    with (
        open_browser() as browser,
        Site({"/": _PAGE, "/badge.js": _script(), "/empty.html": _EMPTY}) as site,
        browser.slow_page(f"{site.url}/empty.html") as (page, _cdp),
    ):
        page.goto(f"{site.url}/")
        first, *times = page.evaluate(_CHECK, _given())
    yield Figure("verify a badge, the first after the camera opened", round(first, 2), "ms", _LIMIT_MS)
    yield Figure("verify a badge", round(statistics.median(times), 2), "ms", _LIMIT_MS)


def _script() -> bytes:
    options = ["--bundle", "--minify", "--format=iife", "--global-name=Badge"]
    command = [_ROOT / "static/node_modules/.bin/esbuild", "static/app/core/badge.mjs", *options]
    return subprocess.run(command, cwd=_ROOT, capture_output=True, check=True).stdout


def _given() -> dict[str, object]:
    """A badge of the vectors among three hundred others."""
    vectors = json.loads((_ROOT / "tests/vectors/badges.json").read_text("utf-8"))
    entry = vectors["cases"][0]["entry"]
    others = [entry | {"serial": f"{n:04d}", "assessor": f"a-{n:04d}"} for n in range(1000, 1300)]
    roster = {"issued_at": vectors["cases"][0]["roster_issued_at"], "entries": [*others, entry]}
    url = f"https://dibao.example/check#{vectors['tokens'][0]['token']}"
    return {"url": url, "keys": vectors["keys"], "roster": roster, "rounds": 4 * ROUNDS}
