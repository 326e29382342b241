"""Every route names who may use it, has a plain typed address, and changes nothing without a token."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from server.domain.permission import PERMISSIONS
from server.web.converters import CONVERTERS
from server.web.guard import OPEN, permission_of
from server.web.words import FILTERS

TYPED = re.compile(r"<([a-z]+)(?:\([^)]*\))?:[a-z_]+>")
STATIC_PART = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")


def test_every_route_names_a_permission_or_is_on_the_open_list(app: Flask) -> None:
    unnamed = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in OPEN and permission_of(app, rule.endpoint) not in PERMISSIONS
    }
    assert unnamed == set()


def test_the_open_list_names_no_route_that_is_gone(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= OPEN


def test_no_open_route_of_the_desk_but_signing_in_and_out() -> None:
    assert {name for name in OPEN if name.startswith("desk.")} == {
        "desk.sign_in",
        "desk.give_code",
        "desk.sign_out",
    }


def test_addresses_are_kebab_case_with_typed_parameters(app: Flask) -> None:
    wrong = []
    for rule in app.url_map.iter_rules():
        for part in rule.rule.strip("/").split("/"):
            typed = TYPED.fullmatch(part)
            known = typed and typed[1] in {*CONVERTERS, "any", "path", "int"}
            if part and not known and not STATIC_PART.fullmatch(part):
                wrong.append(rule.rule)
    assert wrong == []


def test_every_change_needs_a_token(app: Flask) -> None:
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and not rule.endpoint.startswith("device."):
            answer = client.post(address_of(rule.rule), data={})
            assert answer.status_code == 400, rule.rule
            assert "request.csrf" in answer.text


def test_nobody_gets_past_the_guard(app: Flask) -> None:
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in OPEN:
            answer = client.get(address_of(rule.rule))
            assert answer.status_code == 302, rule.rule
            assert answer.location.startswith("/desk/sign-in")


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_every_word_filter_is_used_by_some_page(app: Flask, name: str) -> None:
    loader = app.jinja_env.loader
    assert loader is not None
    sources = (loader.get_source(app.jinja_env, page)[0] for page in app.jinja_env.list_templates())
    assert any(f"|{name}" in source for source in sources)


def address_of(rule: str) -> str:
    """An address of the right shape for a rule, of things that need not exist."""
    examples = {
        "case": "SL-2026-0001",
        "meeting": "M-SLHA-2026-001",
        "notice": "SL-2026-1",
        "office": "a-0217",
        "digest": "0" * 64,
        "beginning": "0" * 16,
        "course": "course-2025-001",
        "campaign": "campaign-2026-001",
        "payroll": "payroll-songlin-2026-04",
        "handout": "goods-2026-001",
        "policy": "cn-2021@1",
        "quarter": "2026-Q1",
        "day": "2026-03-02",
        "month": "2026-03",
        "int": "1",
    }
    return TYPED.sub(lambda found: examples[found[1]] if found[1] in examples else first_of(found[0]), rule)


def first_of(part: str) -> str:
    """``en`` of ``<any(en, zh):language>``."""
    return part.split("(")[1].split(",", maxsplit=1)[0].split(")", maxsplit=1)[0].strip()
