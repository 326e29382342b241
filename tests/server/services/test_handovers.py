"""A case given to another, a credential suspended, a tablet lost: no work vanishes (field lessons 1 to 3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from server.domain.case import Case
from server.domain.credential import Standing
from server.services.assignments import assign_team
from server.services.credentials import set_standing
from server.services.device_orders import close_device, remove_device
from server.services.district import District
from server.services.set_asides import get_kept_photo, read_set_aside
from server.services.tasks import task_id
from server.services.visits import list_set_aside
from tests.factories import (
    OFFICER,
    REVIEWER,
    TEAM,
    Clock,
    PaperTablet,
    assigned_case,
    default_photos,
    enrolled_tablet,
    reconcile,
)
from tests.tablets import push_draft


@pytest.fixture
def tablet(district: District) -> PaperTablet:
    return enrolled_tablet(district)


@pytest.fixture
def case(district: District) -> Case:
    return assigned_case(district)


def visited(district: District, tablet: PaperTablet, case: Case) -> Case:
    """Received, with the colleagues' signatures wanting, so that another team may be sent."""
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert reconcile(district).accepted == 1
    return district.get_case(case.number)


def give_to(district: District, case: Case, lead: str) -> Case:
    due = district.today() + timedelta(days=3)
    return assign_team(district, OFFICER, case.number, TEAM, lead, due, dict.fromkeys(TEAM, "none"))


def suspend(district: District, _tablet: PaperTablet) -> None:
    set_standing(district, REVIEWER, "a-0217", Standing.SUSPENDED, "核查中")


def close(district: District, tablet: PaperTablet) -> None:
    close_device(district, OFFICER, tablet.id)


def remove(district: District, tablet: PaperTablet) -> None:
    remove_device(district, OFFICER, tablet.id)


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (suspend, "visit.bad_badge"),
        (close, "visit.device_closing"),
        (remove, "visit.device_removed"),
    ],
)
def test_unsent_work_is_received_and_set_aside_whole(
    district: District,
    tablet: PaperTablet,
    case: Case,
    clock: Clock,
    end: Callable[[District, PaperTablet], None],
    code: str,
) -> None:
    visit = tablet.fill_in(case)
    clock.move(hours=1)
    end(district, tablet)
    tablet.push(tablet.seal(visit))  # as an administrator for the removed one: a stick brings it
    assert reconcile(district).set_aside == 1
    (entry,) = list_set_aside(district, OFFICER)
    assert code in [reason["code"] for reason in entry.reasons]
    view = read_set_aside(district, OFFICER, entry.id)
    assert view.answers == visit["answers"]
    kept = {get_kept_photo(district, OFFICER, entry.id, photo["digest"]) for photo in visit["photos"]}
    assert kept == set(default_photos())
    assert tablet.receipt(f"visit:{case.number}:1:{tablet.id}")["status"] == "set_aside"


def test_work_that_comes_after_the_case_was_given_to_another_is_set_aside_whole(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    late = tablet.fill_in(case, sealed_at="2026-03-02T01:00:00Z", started_at="2026-03-02T00:10:00Z")
    again = give_to(district, visited(district, tablet, case), "a-0218")
    tablet.push(tablet.seal(late))
    assert reconcile(district).set_aside == 1
    (entry,) = list_set_aside(district, OFFICER)
    assert [reason["code"] for reason in entry.reasons] == ["visit.not_their_case"]
    assert read_set_aside(district, OFFICER, entry.id).answers == late["answers"]
    assert again.team is not None
    assert again.team.round == 2


def handed_over(district: District, tablet: PaperTablet, case: Case, **draft: Any) -> dict[str, Any]:
    """The new lead's task, after the one before left a draft."""
    left = visited(district, tablet, case)
    push_draft(tablet, case, **draft)
    return enrolled_tablet(district, "a-0218").read(task_id(give_to(district, left, "a-0218")))


def test_the_new_lead_goes_on_from_the_draft_and_is_told_whose_it_is(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    draft = handed_over(district, tablet, case)["draft"]
    assert draft["answers"] == {"tenure": "own"}
    assert draft["assessor"] == {"id": "a-0217", "name": "林试远"}
    assert draft["device"] == tablet.id


def test_photos_and_hands_stay_with_whoever_took_them(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    """They are closed under another's key: a seal that named them would wait for ever."""
    shot = [{"digest": "a" * 64}]
    answers = {"tenure": "own", **photo_answers(tablet, case)}
    draft = handed_over(district, tablet, case, answers=answers, photos=shot, team=["x"])["draft"]
    assert (draft["photos"], draft["team"], draft["signatures"]) == ([], [], [])
    assert draft["answers"] == {"tenure": "own"}


def photo_answers(tablet: PaperTablet, case: Case) -> dict[str, Any]:
    """The answers of a whole visit that are lists of its photos."""
    visit = tablet.fill_in(case)
    digests = {photo["digest"] for photo in visit["photos"]}
    lists = {name: value for name, value in visit["answers"].items() if isinstance(value, list)}
    chosen = {name: value for name, value in lists.items() if value and str(value[0]) in digests}
    assert chosen
    return chosen


@pytest.mark.parametrize("answers", [[], "x", {"member": "x"}, {"member": [1]}, {}])
def test_a_draft_nobody_can_read_keeps_nobody_from_being_sent(
    district: District, tablet: PaperTablet, case: Case, answers: Any
) -> None:
    assert "draft" not in handed_over(district, tablet, case, answers=answers)


def test_ones_own_draft_counts_before_the_one_of_the_lead_before(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    left = visited(district, tablet, case)
    push_draft(tablet, case)
    second = enrolled_tablet(district, "a-0218")
    again = give_to(district, left, "a-0218")
    push_draft(second, again, answers={"tenure": "rent"})
    third = enrolled_tablet(district, "a-0218")
    draft = third.read(task_id(again))["draft"]
    assert draft["answers"] == {"tenure": "rent"}
    assert "assessor" not in draft
