"""What is answered when all goes well is what the description says: each operation once, with real parts.

Made-up requests (test_by_schemathesis) never hold a real key or a true signature.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from schemathesis.schemas import BaseSchema
from werkzeug.test import TestResponse

from server.services.devices import open_enrolment
from server.services.district import District
from server.services.feed_tokens import begin_feed_token
from server.web.openapi.operations import OPERATIONS, description
from tests.factories import OFFICER, PaperTablet
from tests.server.services.receiving import next_day, receiving_case
from tests.server.web.browsing import Person
from tests.tablets import prove

KEYS = {
    "Cases": "'{Number}'",
    "Visits": "Case='{Case}',Act={Act}",
    "Statistics": "Month='{Month}',Community='{Community}',Residence='{Residence}'",
}


class Asker:
    """Asks and holds every answer against the description."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.schema: BaseSchema = schemathesis.openapi.from_dict(description())
        self.asked: set[str] = set()

    def ask(self, method: str, path: str, address: str = "", **options: Any) -> TestResponse:
        """``path`` as described, ``address`` with its parts filled in."""
        operation = self.schema[path][method.upper()]
        answer = self.client.open(address or path, method=method, base_url="http://localhost", **options)
        assert answer.status_code == 200, (path, answer.text)
        operation.validate_response(answer)
        self.asked.add(f"{method} {path}")
        return answer

    def get(self, path: str, address: str = "", **options: Any) -> TestResponse:
        return self.ask("get", path, address, **options)


@pytest.fixture
def asker(app: Flask) -> Asker:
    return Asker(app.test_client())


def test_every_operation_answers_as_described(
    asker: Asker, district: District, person: Callable[..., Person]
) -> None:
    ask_as_tablet(asker, district)
    ask_as_anybody(asker, district, person)
    ask_as_spreadsheet(asker, district)
    assert asker.asked == {f"{each.method} {each.path}" for each in OPERATIONS}


def ask_as_tablet(asker: Asker, district: District) -> None:
    tablet = PaperTablet(district)
    code = open_enrolment(district, OFFICER, "a-0217").code
    asked = {"code": code, "jwk": tablet.jwk, "ecdh": tablet.ecdh, "label": "Android"}
    asker.ask("post", "/device/enrol", json=asked)
    for path in ("/device/token", "/device/wiped"):
        text = asker.ask("post", "/device/challenge", json={"device": tablet.id}).get_json()["challenge"]
        proof = {"device": tablet.id, "challenge": text, "signature": prove(tablet, text)}
        asker.ask("post", path, json=proof)
    for path in ("/device/keys", "/device/roster"):
        asker.get(path)


def ask_as_anybody(asker: Asker, district: District, person: Callable[..., Person]) -> None:
    receiving_case(district)
    xie = person("xie")
    xie.do("/desk/spot-checks", {"scope": "district", "kind": "audit"})
    day, quarter = district.today().isoformat(), (district.today().month + 2) // 3
    next_day(district)
    draw = f"/draws/district/{district.today().year}-Q{quarter}/audit"
    for path in ("/healthz", "/readyz", "/openapi.json", "/check/paper", "/board/log.json"):
        asker.get(path)
    asker.get("/board/log/{day}/head.jws", f"/board/log/{day}/head.jws")
    asker.get("/draws/{scope}/{quarter}/{kind}/draw.json", f"{draw}/draw.json")
    xie.sign_in()
    page = f"/desk{draw}".replace("draws", "spot-checks")
    xie.do(f"{page}/seed", page=page)
    asker.get("/draws/{scope}/{quarter}/{kind}/draw.json", f"{draw}/draw.json")
    signed_in, asker.client = asker.client, xie.client
    asker.get("/desk/statistics.json")
    asker.get("/desk/statistics/monthly.json")
    asker.get("/desk/log/{day}/copy.json", f"/desk/log/{day}/copy.json")
    asker.client = signed_in


def ask_as_spreadsheet(asker: Asker, district: District) -> None:
    basic = base64.b64encode(f"gao:{begin_feed_token(district, OFFICER, '月报表')}".encode()).decode()
    headers = {"Authorization": f"Basic {basic}"}
    for operation in OPERATIONS:
        path = operation.path
        if not path.startswith("/odata/") or "(" in path:
            continue
        answer = asker.get(path, headers=headers)
        if path.removeprefix("/odata/") in KEYS:
            (line, *_) = answer.get_json()["value"]
            template = KEYS[path.removeprefix("/odata/")]
            asker.get(f"{path}({template})", f"{path}({template.format(**line)})", headers=headers)
