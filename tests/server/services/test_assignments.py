"""A team of certified assessors without relation to the household, and what their tablet is given."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from server.domain.credential import Standing
from server.domain.stage import Stage
from server.errors import Refusal
from server.services.approvals import return_case
from server.services.assignments import assign_team, list_assignable
from server.services.clocks import clocks_of_case
from server.services.credentials import set_standing
from server.services.district import District
from server.services.set_aside_decisions import accept_set_aside
from server.services.tasks import publish_outstanding, read_task
from server.services.verification import verify
from server.services.visits import list_set_aside
from tests.factories import (
    CLERK,
    OFFICER,
    REVIEWER,
    TEAM,
    Clock,
    accepted_case,
    assigned_case,
    enrolled_tablet,
    reconcile,
)
from tests.server.services.story import audited_case
from tests.tablets import push_draft


def assign(district: District, **changes: Any) -> None:
    case = accepted_case(district)
    given = {
        "assessors": list(TEAM),
        "lead": "a-0217",
        "due_on": district.today() + timedelta(days=7),
        "relations": dict.fromkeys(TEAM, "none"),
    } | changes
    try:
        assign_team(district, OFFICER, case.number, **given)
    finally:
        assert district.get_case(case.number).stage in (Stage.ACCEPTED, Stage.ASSIGNED)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"assessors": []}, "team.too_few"),
        ({"assessors": ["a-0217", "a-0218"]}, "team.too_few"),
        ({"assessors": ["a-0217", "a-0218", "a-0218"]}, "team.counted_twice"),
        ({"assessors": ["a-0217", "a-0218", "a-9999"]}, "person.unknown"),
        ({"lead": "a-0220"}, "team.lead_outside"),
        ({"due_on": date(2026, 3, 1)}, "team.due_past"),
        ({"relations": {}}, "team.relation_missing"),
        ({"relations": dict.fromkeys(TEAM, "none") | {"a-0219": "表兄"}}, "team.relation"),
    ],
)
def test_a_team_that_will_not_do_is_refused(district: District, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        assign(district, **changes)
    assert refused.value.code == code


def test_an_assessor_without_a_valid_credential_cannot_be_sent(district: District) -> None:
    set_standing(district, REVIEWER, "a-0218", Standing.REVOKED, "原因")
    with pytest.raises(Refusal, match=r"team\.not_certified"):
        assign(district)
    rows = list_assignable(district, "songlin")
    assert [row.id for row in rows] == ["a-0217", "a-0219", "a-0220", "a-0218"]
    assert rows[-1].standing is Standing.REVOKED


def test_the_lead_is_given_everything_the_visit_needs(district: District) -> None:
    case = assigned_case(district)
    tasks = district.database("tasks-a-0217")
    ids = {document["_id"] for document in tasks.all(include_docs=False)}
    assert ids == {f"task:{case.number}:1", "form:home-visit@2", "policy:sifang-seed@1"}
    task = read_task(district, "a-0217", tasks.get(f"task:{case.number}:1"))
    assert task is not None
    assert (task["head"], task["persons"], task["min_team"]) == ("周例平", 2, 3)
    assert task["declared"] == {"member[m1].income[i1].amount": "1200.00"}
    assert [colleague["id"] for colleague in task["assessors"]] == list(TEAM)
    assert task["prefill"]["member"][0]["name"] == "周例平"
    form = read_task(district, "a-0217", tasks.get("form:home-visit@2"))
    assert form is not None
    assert form["digest"] == task["form_digest"] == form["definition"]["digest"]


def test_the_act_names_nobody(district: District) -> None:
    text = str([dict(act.facts) for act in assigned_case(district).acts])
    for personal in ("周例平", "陈示兰", "槐安路", "110000", "0000-000"):
        assert personal not in text


def test_a_task_lost_in_a_crash_is_written_at_the_next_start(district: District) -> None:
    case = assigned_case(district)
    tasks = district.database("tasks-a-0217")
    tasks.delete(tasks.get(f"task:{case.number}:1"))
    publish_outstanding(district)
    revision = tasks.get(f"task:{case.number}:1")["_rev"]
    publish_outstanding(district)
    assert tasks.get(f"task:{case.number}:1")["_rev"] == revision


def test_a_returned_case_is_assigned_again_in_a_second_round(district: District) -> None:
    case = audited_case(district)
    return_case(district, REVIEWER, case.number, "照片看不清")
    relations = dict.fromkeys(TEAM, "none")
    again = assign_team(
        district, OFFICER, case.number, TEAM, "a-0218", district.today() + timedelta(days=3), relations
    )
    assert again.team is not None
    assert (again.team.round, again.stage) == (2, Stage.ASSIGNED)
    assert district.database("tasks-a-0217").find(f"task:{case.number}:1") is None
    assert district.database("tasks-a-0218").find(f"task:{case.number}:2") is not None


def test_a_clerk_sends_nobody(district: District) -> None:
    number = accepted_case(district).number
    with pytest.raises(Refusal, match=r"person\.may_not"):
        assign_team(district, CLERK, number, TEAM, "a-0217", district.today(), {})


def send_others(district: District, number: str, reason: str, lead: str = "a-0218", team: Any = TEAM) -> Any:
    due = district.today() + timedelta(days=9)
    return assign_team(district, OFFICER, number, team, lead, due, dict.fromkeys(team, "none"), reason)


def test_others_go_instead_of_a_lead_who_fell_ill_and_go_on_from_what_was_filled_in(
    district: District,
) -> None:
    case, tablet = assigned_case(district), enrolled_tablet(district)
    push_draft(tablet, case, answers={"tenure": "own"}, photos=[{"digest": "d" * 64}])
    reconcile(district)
    again = send_others(district, case.number, "主办人病了。")
    assert (again.stage, again.team.round, again.team.lead) == (Stage.ASSIGNED, 2, "a-0218")
    assert district.get_text(case.number, "reason", again.last.facts["reason"]) == "主办人病了。"
    for assessor in TEAM:
        assert district.database(f"tasks-{assessor}").find(f"task:{case.number}:1") is None
    second = enrolled_tablet(district, "a-0218")
    draft = second.read(f"task:{case.number}:2")["draft"]
    assert (draft["answers"], draft["photos"]) == ({"tenure": "own"}, [])
    assert draft["assessor"]["id"] == "a-0217"
    assert verify(district).problems == []


def test_the_same_lead_with_another_colleague_goes_on_from_what_was_filled_in(district: District) -> None:
    case, tablet = assigned_case(district), enrolled_tablet(district)
    push_draft(tablet, case)
    reconcile(district)
    send_others(district, case.number, "同事调走了。", "a-0217", ("a-0217", "a-0218", "a-0220"))
    assert tablet.read(f"task:{case.number}:2")["draft"]["answers"] == {"tenure": "own"}


def test_what_the_team_before_still_seals_is_set_aside_and_may_be_accepted(district: District) -> None:
    case, tablet = assigned_case(district), enrolled_tablet(district)
    late = tablet.fill_in(case)
    send_others(district, case.number, "主办人停职。")
    tablet.push(tablet.seal(late))
    assert reconcile(district).set_aside == 1
    [entry] = list_set_aside(district, OFFICER)
    assert [reason["code"] for reason in entry.reasons] == ["visit.not_their_case"]
    accept_set_aside(district, OFFICER, entry.id, "其实去过了，看得全。")
    visited = district.get_case(case.number)
    assert (visited.stage, visited.visit and visited.visit.round) == (Stage.VISITED, 1)
    assert district.database("tasks-a-0218").find(f"task:{case.number}:2") is None


def test_nobody_is_replaced_without_a_reason(district: District) -> None:
    case = assigned_case(district)
    with pytest.raises(Refusal, match=r"team\.reason"):
        send_others(district, case.number, "  ")
    assert district.get_case(case.number) == case


def test_sending_others_does_not_begin_the_period_anew(district: District, clock: Clock) -> None:
    case = assigned_case(district)
    before = {each.kind: each.due_on for each in clocks_of_case(district, case)}
    clock.move(days=3)
    again = send_others(district, case.number, "证件到期。")
    after = {each.kind: each.due_on for each in clocks_of_case(district, again)}
    assert after.get("finding") == before.get("finding")
    assert after["visit"] == district.today() + timedelta(days=9)
