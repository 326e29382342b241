"""The feed as a spreadsheet meets it: OData 4.0 minimal conformance, Part 1 §13.1.1, line by line."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.domain.feed import CASES, ENTITY_SETS
from server.services.district import District
from server.services.feed_tokens import begin_feed_token
from tests.factories import OFFICER, accepted_case, visited_case
from tests.server.web.browsing import Person

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
# What Power Query sends (https://learn.microsoft.com/power-query/connectors/odata-feed).
POWER_QUERY = {
    "Accept": "application/json;odata.metadata=minimal;q=1.0,application/json;odata.streaming=true;q=0.9,"
    "application/atomsvc+xml;q=0.8,application/atom+xml;q=0.8,application/xml;q=0.7,text/plain;q=0.7",
    "OData-MaxVersion": "4.0",
}


class Reader:
    """A program with a token."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client, self.token = client, token

    def get(self, path: str, **headers: str) -> TestResponse:
        basic = base64.b64encode(f"gao:{self.token}".encode()).decode()
        return self.client.get(f"/odata/{path}", headers={"Authorization": f"Basic {basic}"} | headers)

    def json(self, path: str, **headers: str) -> dict[str, Any]:
        answer = self.get(path, **headers)
        assert answer.status_code == 200, answer.text
        assert answer.headers["OData-Version"] == "4.0"
        content: dict[str, Any] = answer.get_json()
        return content

    def refused(self, path: str, **headers: str) -> tuple[int, str]:
        answer = self.get(path, **headers)
        assert answer.headers["OData-Version"] == "4.0"
        return answer.status_code, answer.get_json()["error"]["code"]


@pytest.fixture
def reader(app: Any, district: District) -> Reader:
    return Reader(app.test_client(), begin_feed_token(district, OFFICER, "月报表"))


def test_1_the_service_document_names_every_table(reader: Reader) -> None:
    content = reader.json("")
    assert content["@odata.context"] == "http://localhost/odata/$metadata"
    assert [each["url"] for each in content["value"]] == list(ENTITY_SETS)
    assert reader.json("", **POWER_QUERY) == content


def test_2_a_table_is_odata_json(district: District, reader: Reader) -> None:
    case = visited_case(district)
    content = reader.json("Cases", **POWER_QUERY)
    assert content["@odata.context"] == "http://localhost/odata/$metadata#Cases"
    (line,) = content["value"]
    assert set(line) == set(CASES.types)
    assert line["Number"] == case.number
    answer = reader.get("Visits")
    assert b'"IncomeTotalYuan":1860.00' in answer.data
    assert answer.content_type == "application/json;odata.metadata=minimal;charset=utf-8"
    exact = {"Accept": "application/json;IEEE754Compatible=true"}
    assert reader.json("Visits", **exact)["value"][0]["IncomeTotalYuan"] == "1860.00"


def test_3_a_page_leads_to_the_next(district: District, reader: Reader) -> None:
    made = sorted(accepted_case(district).number for _ in range(3))
    found, path = [], "Cases?$select=Number,Stage&$filter=Persons gt 0&$count=true"
    while path:
        answer = reader.get(path, Prefer="odata.maxpagesize=2")
        assert answer.headers["Preference-Applied"] == "odata.maxpagesize=2"
        content = answer.get_json()
        assert content["@odata.count"] == 3
        found.append([each["Number"] for each in content["value"]])
        link = urlsplit(content.get("@odata.nextLink", ""))
        path = f"{link.path.removeprefix('/odata/')}?{link.query}" if link.path else ""
        assert not path or link.netloc == "localhost"
    assert found == [made[:2], made[2:]]


def test_4_and_5_versions_and_formats_are_kept_or_refused(reader: Reader) -> None:
    assert reader.refused("Cases", **{"OData-MaxVersion": "3.0"}) == (400, "feed.version")
    assert reader.refused("Cases", **{"OData-MaxVersion": "four"}) == (400, "feed.version")
    assert reader.json("Cases", **{"OData-MaxVersion": "4.01"})["value"] == []
    assert reader.refused("Cases", Accept="application/atom+xml") == (406, "feed.format")
    assert reader.refused("Cases", Accept="application/json;odata.metadata=full") == (406, "feed.format")
    assert reader.refused("$metadata", Accept="application/json") == (406, "feed.format")
    assert "@odata.context" not in reader.json("Cases", Accept="application/json;odata.metadata=none")
    assert reader.json("Cases?$format=json", Accept="text/html")["value"] == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *(("Cases?$expand=Visits", 501), ("Cases?$search=x", 501), ("Cases?$nothing=1", 400)),
        *(("Cases?$filter=Persons mod 2 eq 0", 501), ("Cases?$filter=Persons like 2", 400)),
        *(("Cases?$orderby=Nobody", 400), ("Cases?$top=-1", 400), ("Cases?$skip=x", 400)),
        *(("Cases?$count=yes", 400), ("Cases?$select=Nobody", 400), ("Cases?$skiptoken=x", 400)),
        *(("Cases?$top=1&$top=2", 400), ("Cases('a'", 404), ("Cases(1)", 400), ("Visits(Case='a')", 400)),
        *(("Nothing", 404), ("Cases/Nothing", 404), ("Cases('SL-2026-9999')", 404), ("$batch", 404)),
        *(("Cases/$count?$top=1", 501), ("?$filter=1", 501)),
    ],
)
def test_7_what_is_not_followed_is_refused(reader: Reader, path: str, status: int) -> None:
    assert reader.refused(path)[0] == status


def test_options_of_its_own_are_left_to_the_client(reader: Reader) -> None:
    assert reader.json("Cases?session=7")["value"] == []  # Part 2 §5.2: custom options have no dollar


def test_8_and_13_the_metadata_declares_what_is_given(district: District, reader: Reader) -> None:
    visited_case(district)
    answer = reader.get("$metadata")
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    types = ElementTree.fromstring(answer.data).iter(f"{EDM}EntityType")
    declared = {kind.get("Name"): [p.get("Name") for p in kind.iter(f"{EDM}Property")] for kind in types}
    for each in ENTITY_SETS.values():
        assert declared[each.entity] == [one.name for one in each.properties]
    (line,) = reader.json("Visits")["value"]
    assert list(line) == declared["Visit"]


def test_10_nothing_is_changed_by_it(reader: Reader) -> None:
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(reader.client, method)("/odata/Cases")
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (405, "request.method")


def test_an_entity_is_found_by_its_key(district: District, reader: Reader) -> None:
    case = visited_case(district)
    found = reader.json(f"Cases('{case.number}')?$select=Number,Stage")
    assert found == {
        "@odata.context": "http://localhost/odata/$metadata#Cases(Number,Stage)/$entity",
        "Number": case.number,
        "Stage": "visited",
    }
    (visit,) = reader.json("Visits")["value"]
    assert reader.json(f"Visits(Act={visit['Act']},Case='{case.number}')")["Case"] == case.number


def test_a_count_is_a_number(district: District, reader: Reader) -> None:
    visited_case(district)
    assert reader.get("Cases/$count").text == "1"
    assert reader.get("Cases/$count?$filter=Stage eq 'accepted'").text == "0"


def test_errors_are_in_the_language_asked_for(reader: Reader) -> None:
    said = reader.get("Nothing", **{"Accept-Language": "en-US,en;q=0.9"}).get_json()["error"]["message"]
    assert said == "There is no such resource: Nothing."
    assert "没有这个数据" in reader.get("Nothing").get_json()["error"]["message"]


def test_the_desk_makes_and_ends_tokens(person: Callable[..., Person], district: District) -> None:
    gao = person("gao")
    assert "还没有令牌" in gao.text("/desk/feed")
    assert gao.send("/desk/feed", {"label": " "}).status_code == 422
    shown = gao.send("/desk/feed", {"label": "月报表"}).text
    token = shown.split('id="token">')[1].split("<")[0]
    reader = Reader(gao.client, token)
    assert reader.json("Cases")["value"] == []
    page = gao.get("/desk/feed").text
    assert "月报表" in page
    assert token not in page
    gao.do("/desk/feed/" + page.split("/desk/feed/")[1].split("/end")[0] + "/end", page="/desk/feed")
    assert reader.refused("Cases") == (401, "feed.token")
    assert "还没有令牌" in gao.text("/desk/feed")
