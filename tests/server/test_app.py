"""Two processes on one database: the one that writes, and one that only reads and follows it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from flask import Flask

from server.app import create_app
from server.errors import Refusal
from server.records.entries import User
from server.services.applications import register_application
from server.services.district import District
from server.settings import Settings, check_safe
from server.web.current import current_district
from tests.factories import CLERK, furnish, household
from tests.server.ruhu_couch import RUHU, RuhuCouch
from tests.server.web.browsing import Person, light_hash
from tests.sync.processes import ServerProcess

AGENT = "Two processes"


class ReadingProcess(ServerProcess):
    """``ruhu serve --reading``, which takes no lock of the folder it shares."""

    ready = "/healthz"

    @property
    def command(self) -> list[str]:
        return [str(RUHU), "serve", "--reading", "--data", str(self.data), "--port", str(self.port)]


@dataclass
class Pair:
    """The appender, in this process, and the one that reads; ``cookie`` is a session of Gao's at the desk."""

    district: District
    reader: ReadingProcess
    cookie: str

    def ask(self, path: str, method: str = "GET") -> tuple[int, str]:
        headers = {"Cookie": self.cookie, "User-Agent": AGENT, "Accept-Language": "zh"}
        asked = Request(self.reader.url + path, headers=headers, method=method)
        try:
            with urlopen(asked, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    tmp_path = tmp_path_factory.mktemp("pair")
    with RuhuCouch(tmp_path / "couch") as couch:
        url = couch.url.replace("http://", "http://admin:secret@")
        app = create_app(Settings(data=tmp_path / "district", couchdb=url, reconciler=False))
        with app.app_context():
            district = current_district()
        furnish(district)
        district.office.change(User, "gao", lambda user: replace(user, password=light_hash()))
        cookie = sign_in(app)
        with ReadingProcess(tmp_path / "district", options=("--couchdb", url)) as reader:
            yield Pair(district, reader, cookie)
        district.close()


def sign_in(app: Flask) -> str:
    """The cookie of somebody who signed in at the appender with the browser that then asks the other."""
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = AGENT
    Person(client, "gao")
    cookie = client.get_cookie("session")
    assert cookie is not None
    return f"session={cookie.value}"


def test_what_the_appender_writes_is_soon_read_by_the_other(pair: Pair) -> None:
    number = register_application(pair.district, CLERK, household()).number
    for _ in range(100):
        status, page = pair.ask(f"/desk/cases?q={quote('周例平')}")
        assert status == 200
        if number in page:
            break
        time.sleep(0.1)
    assert number in page


def test_reads_of_both_are_one_chain(pair: Pair) -> None:
    numbers = [register_application(pair.district, CLERK, household()).number for _ in range(2)]
    for number in numbers:
        assert pair.ask(f"/desk/cases/{number}")[0] == 200
    (acts,) = pair.district.casebook.read_series("reads:gao:")
    assert [act.facts["case"] for act in acts] == numbers


def test_what_would_change_something_is_refused_and_named(pair: Pair) -> None:
    before = list(pair.district.casebook.documents())
    for path in ("/desk/sign-in", "/desk/cases/chosen", "/device/token", "/no/such/page"):
        status, page = pair.ask(path, "POST")
        assert status == 503, path
        assert "只供查看" in page or "only reads" in page
    assert list(pair.district.casebook.documents()) == before


def test_the_folder_says_where_the_appender_listens_and_not_the_reader(pair: Pair) -> None:
    assert (pair.district.settings.data / f"index-{pair.reader.port}.sqlite").exists()
    assert not (pair.district.settings.data / "server.json").exists()
    assert json.loads(pair.ask("/healthz")[1])["ok"]


def test_a_process_that_only_reads_needs_a_database_to_share() -> None:
    with pytest.raises(Refusal, match=r"run\.reading_alone"):
        check_safe(Settings(reading=True))
