"""Urgent hardship said on a tablet: the desk's referral, once, never a way around (C-23, §11)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import ECKey

from server.domain.case import Case
from server.domain.days import format_instant
from server.domain.stage import Stage
from server.services.applications import withdraw_application
from server.services.district import District
from server.services.hardship import NOT_GRANTED, decide_relief, list_hardship, refer_hardship
from server.services.set_aside_decisions import close_set_aside
from server.services.verification import verify
from server.services.visits import list_set_aside
from tests.factories import CLERK, OFFICER, TEAM, PaperTablet, assigned_case, enrolled_tablet, reconcile
from tests.server.services.story import move

WORDS = "断了三天吃的，老人发烧"


@pytest.fixture
def tablet(district: District) -> PaperTablet:
    return enrolled_tablet(district)


@pytest.fixture
def case(district: District, tablet: PaperTablet) -> Case:
    return assigned_case(district)


def said(tablet: PaperTablet, case: Case, key: ECKey | None = None, **changes: Any) -> dict[str, Any]:
    """What a tablet pushes; ``changes`` replace what is signed."""
    payload = {
        "type": "hardship",
        "case": case.number,
        "round": 1,
        "assessor": tablet.assessor,
        "words": WORDS,
        "said_at": format_instant(tablet.district.now()),
    }
    text = json.dumps(payload | changes).encode("utf-8")
    header = {"alg": "ES256", "kid": tablet.id}
    return {"token": jws.serialize_compact(header, text, key or tablet.key, algorithms=["ES256"])}


def push(tablet: PaperTablet, case: Case, body: dict[str, Any], at: str = "") -> dict[str, Any]:
    """Sends it, lets the reconciler look, and reads what the tablet is told."""
    at = at or format_instant(tablet.district.now())
    name = f"{case.number}:1:{at.replace('-', '').replace(':', '')}"
    tablet.push_document(f"hardship:{name}", body)
    reconcile(tablet.district)
    return tablet.read(f"referred:{name}")


def referrals(district: District, case: Case) -> list[str]:
    return [act.by for act in district.get_case(case.number).acts if act.kind == "hardship_referred"]


def test_what_is_urgent_is_referred_once_and_the_case_goes_on_as_it_was(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    body, at = said(tablet, case), format_instant(district.now())
    for _ in range(2):  # the answer was lost on the way
        told = push(tablet, case, body, at)
        assert (told["reason"], told["due_at"]) == (None, "2026-03-03T01:00:00Z")
        move(district, hours=1)
    assert referrals(district, case) == ["assessor:a-0217"]
    now = district.get_case(case.number)
    assert now.stage is case.stage is Stage.ASSIGNED
    assert now.hardship is not None
    assert district.get_text(case.number, "reason", now.hardship.words) == WORDS
    assert [row.due for row in list_hardship(district, OFFICER).rows] == ["2026-03-03T01:00:00Z"]
    assert WORDS not in str(list(district.casebook.documents()))
    assert verify(district).problems == []


def test_it_is_said_after_the_visit_too_and_the_visit_refers_nothing_twice(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    visit = tablet.fill_in(case)
    visit["answers"] = visit["answers"] | {"urgent": ["food"], "urgent_words": "断了吃的"}
    assert push(tablet, case, said(tablet, case))["reason"] is None
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1
    decide_relief(district, OFFICER, case.number, NOT_GRANTED, 0, "亲戚送来了米")
    assert list_hardship(district, OFFICER).rows == []
    move(district, days=1)
    assert push(tablet, case, said(tablet, case, words="房子塌了"))["reason"] is None
    assert referrals(district, case) == ["assessor:a-0217"] * 2
    assert district.get_case(case.number).stage is Stage.VISITED


def test_what_the_desk_has_referred_already_is_set_aside_and_closed_in_words(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    refer_hardship(district, CLERK, case.number, "断了吃的")
    told = push(tablet, case, said(tablet, case))
    assert told["reason"]["code"] == "hardship_call.open"
    assert "2026-03-02" in told["reason"]["zh"]
    assert referrals(district, case) == [CLERK.user_id]
    [entry] = list_set_aside(district, OFFICER)
    close_set_aside(district, OFFICER, entry.id, "已经在办")
    name = str(entry.document["_id"]).removeprefix("hardship:")
    assert tablet.read(f"referred:{name}")["reason"]["code"] == "set_aside.told_closed"


def test_a_case_that_is_over_takes_none(district: District, tablet: PaperTablet, case: Case) -> None:
    withdraw_application(district, CLERK, case.number, "不想要了")
    assert push(tablet, case, said(tablet, case))["reason"]["code"] == "case.wrong_step"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"words": " "}, "hardship.words"),
        ({"words": "长" * 2001}, "hardship_call.malformed"),
        ({"words": ["断了吃的"]}, "hardship_call.malformed"),
        ({"assessor": "a-0219"}, "hardship_call.device"),
        ({"assessor": "a-0999"}, "hardship_call.not_in_team"),
        ({"round": 2}, "hardship_call.malformed"),
        ({"round": True}, "hardship_call.malformed"),
        ({"said_at": "2026-03-01T00:00:00Z"}, "hardship_call.malformed"),
        ({"type": "authorisation"}, "hardship_call.malformed"),
    ],
)
def test_a_call_that_does_not_hold_is_set_aside_and_the_tablet_is_told_why(
    district: District, tablet: PaperTablet, case: Case, changes: dict[str, Any], code: str
) -> None:
    assert push(tablet, case, said(tablet, case, **changes))["reason"]["code"] == code
    assert referrals(district, case) == []


def test_a_call_signed_by_another_key_is_set_aside(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    forged = said(tablet, case, ECKey.generate_key("P-256", private=True))
    assert push(tablet, case, forged)["reason"]["code"] == "hardship_call.bad_signature"
    assert referrals(district, case) == []


def test_a_colleague_of_the_team_may_say_it(district: District, case: Case) -> None:
    colleague = enrolled_tablet(district, TEAM[1])
    assert push(colleague, case, said(colleague, case))["reason"] is None
    assert referrals(district, case) == [f"assessor:{TEAM[1]}"]


def test_what_a_call_said_and_the_street_decided_is_not_said_again_by_the_visit_of_its_round(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    visit = tablet.fill_in(case)
    visit["answers"] = visit["answers"] | {"urgent": ["food"], "urgent_words": "断了吃的"}
    assert push(tablet, case, said(tablet, case))["reason"] is None
    decide_relief(district, OFFICER, case.number, NOT_GRANTED, 0, "亲戚送来了米")
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1
    assert list_hardship(district, OFFICER).rows == []
