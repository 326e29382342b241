"""A tablet in the field: an assessor with homes to visit, enrolled by a code from the desk."""

from __future__ import annotations

import io
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, Playwright, expect

from server.domain.case import Stage
from server.opening import open_for_command
from server.records.entries import Assessor
from server.records.index import CaseFilter, CaseRow
from server.services.devices import open_enrolment
from server.services.district import District
from server.services.people import get_actor
from server.settings import Settings
from tests.journeys.browser import Tablet
from tests.journeys.network import Network
from tests.journeys.ruhu import Server


class Field:
    """A server behind a network that can be cut, and the assessor with the most homes to visit."""

    def __init__(self, playwright: Playwright, data: Path, network: Network) -> None:
        self.data, self.network = data, network
        self.homes = self._homes()
        self.assessor = self.homes[0].lead
        self.home = self.homes[0]
        self._code = ""
        self.server: Server | None = None
        self.tablet = Tablet(playwright, data.parent / "tablet", network.url)

    @property
    def page(self) -> Page:
        return self.tablet.page

    @contextmanager
    def district(self) -> Iterator[District]:
        """The district's own services on the data folder, or through the server that has it."""
        settings = Settings(data=self.data, url=self.network.url)
        with open_for_command(settings) as district:
            yield district

    def start(self, tree: Path | None = None) -> None:
        """Serves the district."""
        port, url = self.network.server_port, self.network.url
        self.server = Server(self.data, port=port, public_url=url, tree=tree)

    def open_code(self) -> str:
        """The address on the desk's enrolment page, good for one tablet."""
        with self.district() as district:
            officer = get_actor(district, district.office.get(Assessor, self.assessor).street)
            return open_enrolment(district, officer, self.assessor).link.removeprefix(self.network.url)

    def enrol(self) -> Page:
        """A tablet that has everything."""
        link = self.open_code()
        if self.server is None:
            self.start()
        page = self.tablet.open(link)
        expect(bar(page)).to_contain_text("没网也能打开", timeout=60_000)
        expect(page.get_by_role("link", name=self.home.head, exact=True)).to_be_visible(timeout=20_000)
        return page

    def end(self) -> None:
        self.tablet.close()
        if self.server:
            self.server.stop()

    def _homes(self) -> list[CaseRow]:
        """What the assessor with the most cases has to visit."""
        with self.district() as district:
            rows = district.index.cases(CaseFilter(stages=[Stage.ASSIGNED.value]), limit=1000)
        lead, _ = Counter(row.lead for row in rows).most_common(1)[0]
        return [row for row in rows if row.lead == lead]


def bar(page: Page) -> Locator:
    """The one sentence under the head."""
    return page.locator(".bar.sync")


def open_section(page: Page, home: CaseRow, title: str) -> None:
    """From the list of cases to a section of one home's form."""
    page.get_by_role("link", name=home.head, exact=True).click()
    page.get_by_role("link", name=re.compile(rf"\d+\. {title}")).click()


def take_photos_from_files(page: Page, question: str, photos: Sequence[bytes]) -> None:
    """Adds pictures from the tablet's files, one after another."""
    group = page.get_by_role("group", name=question)
    shots = group.locator("figure")
    for n, photo in enumerate(photos, shots.count() + 1):
        group.get_by_role("button", name=re.compile("拍照|再拍一张")).click()
        file = page.get_by_role("dialog", name="拍照").locator("input[type=file]")
        file.set_input_files({"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo})
        expect(shots).to_have_count(n)


def photograph(seed: int, size: tuple[int, int] = (1600, 1200)) -> bytes:
    """A picture unlike any other, as large as a camera's of the same size."""
    dice = random.Random(seed)
    width, height = size[0] // 8, size[1] // 8
    grain = Image.frombytes("RGB", (width, height), dice.randbytes(width * height * 3))
    out = io.BytesIO()
    grain.resize(size, Image.Resampling.BICUBIC).save(out, "JPEG", quality=90)
    return out.getvalue()
