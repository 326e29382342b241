"""Every page that the district's own people find, tried by those of another street and another community.

The addresses are not made up: whoever sees everything follows the links of a seeded district, and each
address is then tried by people who have an area, with the numbers of others in it. What they are given may
name no home of another area and no file of one, and a file of another area does not open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from server.app import create_app
from server.services.district import District
from server.services.seeding import list_accounts
from server.settings import Settings
from server.web.current import current_district
from server.web.limits import limiter
from tests.factories import Clock
from tests.server.services.seeding.district import END, seeded_district

SEES_ALL = ("district", "admin")
TRIES = {
    "a community clerk": ("anding", "songlin", "anding"),
    "a street officer": ("liuquan", "liuquan", ""),
    "a committee member": ("songlin-c1", "songlin", ""),
    "a meeting chair": ("liuquan-chair", "liuquan", ""),
}
OF_EACH = 2  # addresses of a rule
LEAST = 100  # rules that are reached; fewer, and the links are no longer followed
# A flag says of which other file a photo reminds (its number alone), so that somebody who may can compare.
NAMES_NUMBERS = ("/desk/flags",)
_LINK = re.compile(r'(?:href|src|action)="(/desk[^"#]*)')


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("areas") / "data"
    with seeded_district(folder):
        pass
    made = create_app(Settings(data=folder, reconciler=False, demo=True), Clock(END))
    limiter.enabled = False
    with made.app_context():
        district = current_district()
    yield made
    limiter.enabled = True
    district.close()


@pytest.fixture(scope="module")
def addresses(app: Flask) -> list[str]:
    """What those who see everything are led to, a few addresses of every page."""
    found: dict[str, None] = {}
    routes = app.url_map.bind("localhost")
    for user in SEES_ALL:
        found |= dict.fromkeys(follow(sign_in(app, user), routes))
    assert len({rule_of(routes, address) for address in found}) >= LEAST
    return list(found)


def sign_in(app: Flask, user: str) -> FlaskClient:
    client = app.test_client()
    [password] = [account.password for account in list_accounts() if account.user == user]
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/desk/sign-in").text)
    assert token
    fields = {"user": user, "password": password, "csrf_token": token[1]}
    assert client.post("/desk/sign-in", data=fields).status_code == 302
    return client


def follow(client: FlaskClient, routes: MapAdapter) -> Iterator[str]:
    seen: Counter[str] = Counter()
    waiting, known = ["/desk/"], {"/desk/"}
    while waiting:
        address = waiting.pop(0)
        rule = rule_of(routes, address)
        if not rule or seen[rule] == OF_EACH:
            continue
        seen[rule] += 1
        answer = client.get(address)
        yield address
        links = _LINK.findall(answer.text) if answer.mimetype == "text/html" else []
        new = [link for link in dict.fromkeys(map(unescape, links)) if link not in known]
        known.update(new)
        waiting += new


def rule_of(routes: MapAdapter, address: str) -> str:
    try:
        rule, _ = routes.match(address.split("?", maxsplit=1)[0], method="GET", return_rule=True)
    except HTTPException:
        return ""
    return str(rule.rule)


def homes_of_others(district: District, street: str, community: str) -> tuple[set[str], set[str]]:
    """Numbers of files, and homes, of which none belongs to the area."""
    rows = district.index.query("SELECT number, street, community, address FROM cases")
    own = [row for row in rows if row[1] == street and community in ("", row[2])]
    others = [row for row in rows if row not in own]
    assert own
    assert others
    return {row[0] for row in others}, {row[3] for row in others} - {row[3] for row in own}


@pytest.mark.parametrize("who", TRIES)
def test_nobody_reads_of_another_area_by_its_ids(app: Flask, addresses: list[str], who: str) -> None:
    user, street, community = TRIES[who]
    client, wrong = sign_in(app, user), []
    with app.app_context():
        numbers, homes = homes_of_others(current_district(), street, community)
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code < 500, address
        if answer.status_code != 200:
            assert answer.status_code in (302, 403, 404, 422), (address, answer.status_code)
            continue
        path = address.split("?", maxsplit=1)[0]
        opened = [part for part in Path(path).parts if part in numbers]
        readable = answer.mimetype.startswith("text/") or answer.is_json
        text = answer.text if readable else ""
        told = set() if path in NAMES_NUMBERS else {number for number in numbers if number in text}
        named = [number for number in told if number not in address]  # what was asked is no news
        if opened or named or any(home in text for home in homes):
            wrong.append((address, opened or named))
    assert wrong == []
