"""The description names every JSON operation there is and none that is gone, with known codes."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.errors import CATALOGUE
from server.services.district import District
from server.web.guard import OPEN
from server.web.openapi.operations import OPERATIONS, description
from tests.server.web.browsing import Person

# A page's own script is told the number of an act (server.web.desk.jottings); nobody else asks for that.
JSON = re.compile(r"jsonify\(|-> dict\[|application/(?:json|jose)")
EXAMPLES = {
    "day": "2026-03-02",
    "scope": "district",
    "quarter": "2026-Q1",
    "kind": "audit",
    "Act": "1",
}


def answers_json(app: Flask, endpoint: str) -> bool:
    """Whether a view answers a program: by its address, its blueprint or what it is written to return."""
    if "." not in endpoint:
        return endpoint != "static"
    source = inspect.getsource(inspect.unwrap(app.view_functions[endpoint]))
    return endpoint.startswith(("device.", "feed.")) or JSON.search(source) is not None


def routed(app: Flask) -> set[tuple[str, str]]:
    return {
        (method.lower(), rule.endpoint)
        for rule in app.url_map.iter_rules()
        if answers_json(app, rule.endpoint)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def described(app: Flask) -> set[tuple[str, str]]:
    routes = app.url_map.bind("localhost")
    found = set()
    for each in OPERATIONS:
        path = re.sub(r"\{(\w+)\}", lambda name: EXAMPLES.get(name[1], "x"), each.path)
        found.add((each.method, routes.match(path, each.method.upper())[0]))
    return found


def test_every_json_operation_is_described_and_no_other(app: Flask) -> None:
    assert described(app) == routed(app)


def test_what_is_open_is_said_to_be_open_and_nothing_else_is(app: Flask) -> None:
    routes = app.url_map.bind("localhost")
    for each in OPERATIONS:
        path = re.sub(r"\{(\w+)\}", lambda name: EXAMPLES.get(name[1], "x"), each.path)
        endpoint, _ = routes.match(path, each.method.upper())
        assert bool(each.security) == (endpoint not in OPEN or endpoint == "feed.read"), each.path


def test_ids_are_distinct_and_codes_known() -> None:
    ids = [each.id for each in OPERATIONS]
    assert len(set(ids)) == len(ids)
    for each in OPERATIONS:
        assert set(each.codes) <= set(CATALOGUE), each.path
        assert len(set(each.codes)) == len(each.codes), each.path


def test_it_is_open_and_may_be_kept(app: Flask) -> None:
    answer = app.test_client().get("/openapi.json")
    assert answer.get_json() == description()
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/board/log.json?before=x", "date.malformed"),
        ("/board/log.json?before=", "date.missing"),
        ("/draws/nowhere/2026-Q1/audit/draw.json", "draw.unknown"),
        ("/nothing.json", "request.not_found"),
    ],
)
def test_a_program_is_refused_in_json_whatever_it_says_it_takes(app: Flask, path: str, code: str) -> None:
    client: FlaskClient = app.test_client()
    for accepted in ("*/*", "text/html"):
        assert client.get(path, headers={"Accept": accepted}).get_json()["code"] == code


def test_a_wrong_method_is_told_the_right_ones(app: Flask) -> None:
    answer = app.test_client().get("/device/token")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].replace(" ", "").split(",")) == {"POST", "OPTIONS"}


def test_somebody_without_the_post_is_refused_in_json(
    person: Callable[..., Person], district: District
) -> None:
    day = (district.today() - timedelta(days=1)).isoformat()
    answer = person("fang").client.get(f"/desk/log/{day}/copy.json", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "person.may_not")
