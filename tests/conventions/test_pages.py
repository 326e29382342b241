"""Every page a person can open is well made, in both languages, at every stage of a case."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from server.services.district import District
from server.web.guard import OPEN
from tests.conventions.test_routes import TYPED
from tests.factories import accepted_case, assigned_case, enrolled_tablet, visited_case
from tests.server.services.story import (
    approved_case,
    audited_case,
    convened,
    eligible_case,
    noticed_case,
    passed_case,
    ripe_case,
)
from tests.server.web.browsing import Person

Make = Callable[[District], object]
STAGES: tuple[Make, ...] = (
    accepted_case,
    assigned_case,
    visited_case,
    eligible_case,
    noticed_case,
    passed_case,
    audited_case,
    approved_case,
)
# Files, and the tablet app's shell, which is empty until its script draws it.
FILES = ("/tablet/", "photos/", "portrait.jpg", "portraits/", ".pdf", "sw.js", "webmanifest", "favicon")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", STAGES)
def test_every_page_is_well_made(
    app: Flask, district: District, person: Callable[..., Person], make: Make, lang: str
) -> None:
    """What a case looks like changes with its stage; every other page is opened once it has come furthest."""
    make(district)
    people = [person(user, lang) for user in ("fang", "gao", "lin", "xie", "qian", "admin")]
    case = known(district)["case"]
    asked = [path for path in pages(app, district) if make is STAGES[-1] or case in path]
    opened = {path for path in asked for somebody in people if opens(somebody, path)}
    assert len(opened) > 5


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_meeting_is_well_made_at_every_item(
    district: District, person: Callable[..., Person], lang: str
) -> None:
    meeting = convened(district, [ripe_case(district).number])
    lin = person("lin", lang)
    for page in ("", "/wall", "/signatures"):
        assert opens(lin, f"/desk/meetings/{meeting.id}{page}")


def test_every_page_answers_htmx_and_a_plain_browser_alike(
    app: Flask, district: District, person: Callable[..., Person]
) -> None:
    passed_case(district)
    xie = person("xie")
    for path in pages(app, district):
        plain = xie.get(path).status_code
        assert xie.get(path, headers={"HX-Request": "true"}).status_code == plain


def opens(somebody: Person, path: str) -> bool:
    """Opens a page, which is checked on the way; a page of somebody else's work is refused in words."""
    answer = somebody.get(path)
    assert answer.status_code in (200, 302, 403, 404, 409), (path, answer.status_code)
    return answer.status_code == 200


def pages(app: Flask, district: District) -> list[str]:
    """The address of every page, with whatever there is to fill it in."""
    found = known(district)
    rules = sorted(rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()))
    typed = [
        rule
        for rule in rules
        if not any(part in rule for part in (*FILES, "/static", "/device", "/odata", "/healthz", "/readyz"))
    ]
    filled = [TYPED.sub(lambda match: found.get(match[1], "x"), rule) for rule in typed]
    assert len(filled) + len(OPEN) > 25
    return filled


def known(district: District) -> dict[str, str]:
    case = district.get_case("SL-2026-0001")
    meetings = district.index.meetings()
    return {
        "case": case.number,
        "meeting": meetings[0].id if meetings else "M-SLHA-2026-001",
        "notice": case.notice.id if case.notice else "SL-2026-1",
        "office": "a-0217",
        "digest": case.visit.photos[0] if case.visit else "0" * 64,
        "beginning": "0" * 16,
        "course": "course-2025-001",
        "campaign": "campaign-2026-001",
        "payroll": "payroll-songlin-2026-04",
        "policy": "cn-2021@1",
        "any": "zh",
        "day": "2026-03-02",
        "quarter": "2026-Q1",
    }


def test_an_assessor_with_a_tablet_has_a_page(district: District, person: Callable[..., Person]) -> None:
    enrolled_tablet(district)
    assert opens(person("gao"), "/desk/assessors/a-0217")
