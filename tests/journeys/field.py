"""A tablet in the field: an assessor with two homes to visit, enrolled, and a network that can be cut."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, Playwright, expect

from tests.journeys import pin
from tests.journeys.browser import Tablet
from tests.journeys.network import Network
from tests.journeys.small_town import SmallTown

LEAD, LEAD_NAME = "a-0217", "林试远"


class Field:
    """A small town behind a network, and the tablet of the assessor who leads its visits."""

    def __init__(
        self, playwright: Playwright, folder: Path, network: Network, tree: Path | None = None
    ) -> None:
        self.folder, self.network = folder, network
        self.town = SmallTown(folder, network, [LEAD, LEAD], [LEAD], tree)
        self.home, self.other_home = self.town.cases
        self.tablet = Tablet(playwright, folder / "tablet", network.url)

    @property
    def page(self) -> Page:
        return self.tablet.page

    def address(self, place: str = "#/") -> str:
        return f"{self.network.url}/tablet/{place}"

    def enrol(self) -> Page:
        """A tablet that has everything."""
        page = self.tablet.open(self.town.link(0))
        pin.choose(page)
        expect(bar(page)).to_contain_text("对过任务，没网也能打开", timeout=60_000)
        expect(case(page, self.home)).to_be_visible()
        return page

    def reload(self) -> Page:
        """The page is loaded anew and unlocked; the address is the same."""
        self.page.reload()
        return self.unlock()

    def unlock(self) -> Page:
        pin.unlock(self.page, LEAD_NAME)
        return self.page

    def end(self) -> None:
        self.tablet.close()
        self.town.server.stop()


@contextmanager
def in_the_field(
    playwright: Playwright, folder: Path, network: Network, tree: Path | None = None
) -> Iterator[Field]:
    field = Field(playwright, folder, network, tree)
    try:
        yield field
    finally:
        field.end()


def bar(page: Page) -> Locator:
    """The one sentence under the head."""
    return page.locator(".bar.sync")


def case(page: Page, number: str) -> Locator:
    """A household's line in the list."""
    return page.locator(f"[data-case='{number}']")


def open_section(page: Page, number: str, title: str) -> None:
    """From the list of cases to a section of one home's form."""
    case(page, number).locator("h3 a").click()
    page.get_by_role("link", name=re.compile(rf"\d+\. {title}")).click()


def take_photos_from_files(page: Page, question: str, pictures: Sequence[Path]) -> None:
    """Adds pictures from the tablet's files, one after another."""
    group = page.get_by_role("group", name=question)
    shots = group.locator("figure")
    for n, picture in enumerate(pictures, shots.count() + 1):
        choose_file(page, question, picture)
        expect(shots).to_have_count(n, timeout=20_000)


def choose_file(page: Page, question: str, picture: Path) -> Locator:
    """Opens the camera and takes a file instead; the camera's page."""
    group = page.get_by_role("group", name=question)
    group.get_by_role("button", name=re.compile("拍照|再拍一张")).click()
    camera = page.get_by_role("dialog", name="拍照")
    camera.locator("input[type=file]").set_input_files(picture)
    return camera


def photograph(folder: Path, seed: int, size: tuple[int, int] = (1600, 1200)) -> Path:
    """A picture unlike any other, as large as a camera's of the same size."""
    width, height = size[0] // 8, size[1] // 8
    grain = Image.frombytes("RGB", (width, height), random.Random(seed).randbytes(width * height * 3))
    path = folder / f"photo-{seed}.jpg"
    grain.resize(size, Image.Resampling.BICUBIC).save(path, "JPEG", quality=90)
    return path
