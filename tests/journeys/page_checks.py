"""Measures a page of the tablet as the browser drew it: axe-core, contrast, targets, what is cut off."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from playwright.sync_api import Page

_AXE: Final = Path(__file__).parents[2] / "static" / "node_modules" / "axe-core" / "axe.min.js"
_CHECKS: Final = Path(__file__).with_suffix(".js")
LEAST_CONTRAST: Final = 7  # to one, for every text: the tablet is read in sunlight
LEAST_TARGET: Final = 48  # CSS pixels
_SERIOUS: Final = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .filter(({impact}) => ["serious", "critical"].includes(impact))
  .map(({id, help, nodes}) => `${id}: ${help}: ${nodes.map(({html}) => html.slice(0, 120)).join(" | ")}`)"""


def settle(page: Page) -> None:
    """Waits until what is shown stands there as a whole: a long section is built bit by bit."""
    page.locator("[aria-busy=true]").first.wait_for(state="detached")


def axe_violations(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical."""
    settle(page)
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_AXE.read_text("utf-8"))
    return list(page.evaluate(_SERIOUS))


def shortcomings(page: Page) -> dict[str, list[str]]:
    """What falls short of the measures, by measure; empty where nothing does."""
    settle(page)
    if page.evaluate("typeof pageChecks") == "undefined":
        page.evaluate(_CHECKS.read_text("utf-8"))
    found = page.evaluate(
        """([contrast, target]) => {
          const {pale, small, cut, cramped, wide} = pageChecks;
          return {pale: pale(contrast), small: small(target), cut: cut(), cramped: cramped(), wide: wide()};
        }""",
        [LEAST_CONTRAST, LEAST_TARGET],
    )
    return {name: places for name, places in found.items() if places}
