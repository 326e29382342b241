"""What enters is looked at afterwards; flags hold nothing up, and looking twice raises none twice."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from server.domain import flag as rules
from server.domain.case import Case
from server.domain.days import format_instant
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.entries import Flag, HomePosition
from server.records.sightings import Sightings
from server.services import looks
from server.services.applications import register_application
from server.services.district import District
from server.services.flags import count_open_flags, dismiss_flag, list_flags, list_open_flags, raise_flags
from server.services.verification import verify
from sync.couch import Unavailable
from tests.factories import (
    CLERK,
    OFFICER,
    REVIEWER,
    Clock,
    PaperTablet,
    assigned_case,
    enrolled_tablet,
    household,
    reconcile,
)
from tests.findings import photo_record

_OWN = ("photo_before_assignment", "visits_overlap", "declared_differs", "identity_twice")
OTHER = {"members": [dict(household()["members"][0], name="吴样", identity_number="", incomes=[])]}


def photo(seed: int, quality: int = 85) -> bytes:
    """A photo of a room as no other is, saved at some quality."""
    rng = random.Random(seed)
    small = Image.new("L", (9, 7))
    small.putdata([rng.randrange(256) for _ in range(63)])
    buffer = io.BytesIO()
    small.resize((320, 240), Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def visit(district: District, tablet: PaperTablet, case: Case, contents: list[bytes], **changes: Any) -> Case:
    """A visit with these photos, received."""
    tablet.push(tablet.seal(tablet.fill_in(case, contents) | changes), contents)
    assert reconcile(district).accepted == 1
    return district.get_case(case.number)


def codes(district: District, case: Case) -> list[str]:
    return sorted({entry.code for entry in district.office.every(Flag, f"{case.number}:")})


def test_the_same_person_in_two_open_households_is_flagged_in_both(district: District) -> None:
    first = register_application(district, CLERK, household())
    assert raise_flags(district) == 0
    second = register_application(district, CLERK, household(address="别处 1 号"))
    assert raise_flags(district) == 2
    (flag,) = list_flags(district, OFFICER, first)
    assert (flag.entry.code, flag.entry.facts) == ("flag.identity_twice", {"other": second.number})
    assert codes(district, second) == ["flag.identity_twice"]


def test_somebody_without_a_number_is_like_nobody(district: District) -> None:
    for _ in range(2):
        register_application(district, CLERK, household(**OTHER))
    assert raise_flags(district) == 0


def test_looking_again_or_from_the_beginning_raises_nothing_new(district: District) -> None:
    tablet = enrolled_tablet(district)
    visit(district, tablet, assigned_case(district), [photo(1), photo(2)])
    visit(district, tablet, assigned_case(district), [photo(1, 60), photo(3)])
    new = raise_flags(district)
    before = district.office.every(Flag)
    assert new == len(before) > 0
    district.sightings.move_on(0)
    assert raise_flags(district) == 0
    forgotten = replace(district, sightings=Sightings(None))
    assert raise_flags(forgotten) == 0
    assert district.office.every(Flag) == before


def test_a_nearly_identical_photo_of_another_family_is_flagged_in_both_cases(district: District) -> None:
    tablet = enrolled_tablet(district)
    first = visit(district, tablet, assigned_case(district), [photo(1), photo(2)])
    second = visit(district, tablet, assigned_case(district), [photo(1, 60), photo(3)])
    raise_flags(district)
    for one, other in ((first, second), (second, first)):
        alike = [view for view in list_flags(district, OFFICER, one) if view.entry.code == "flag.photo_alike"]
        assert [view.entry.facts["other"] for view in alike] == [other.number]
        assert [number for number, _ in alike[0].photos] == [one.number, other.number]


def test_photos_of_another_street_are_not_shown(district: District) -> None:
    tablet = enrolled_tablet(district)
    first = visit(district, tablet, assigned_case(district), [photo(1), photo(2)])
    visit(district, tablet, assigned_case(district), [photo(1, 60), photo(3)])
    raise_flags(district)
    elsewhere = replace(OFFICER, street="elsewhere")
    with pytest.raises(Refusal, match=r"person\.other_area"):
        list_flags(district, elsewhere, first)
    assert list_open_flags(district, elsewhere) == []


def test_photos_old_or_far_or_two_visits_at_once_are_flagged(district: District) -> None:
    tablet, case, again = enrolled_tablet(district), assigned_case(district), assigned_case(district)
    now = district.now()
    position = {"lat": "31.2", "lon": "121.5"}
    changed = {"taken_at": format_instant(now - timedelta(days=1)), "position": position}
    photos = [photo(4), photo(5)]
    records = [photo_record(content, now) | changed for content in photos]
    home = {"lat": "31.2", "lon": "121.5", "system": "GCJ-02"}
    district.office.save(HomePosition(case.number, home))
    visit(district, tablet, case, photos, photos=records)
    visit(district, tablet, again, [photo(6), photo(7)])
    raise_flags(district)
    own = {f"flag.{name}" for name in _OWN}
    assert set(codes(district, case)) == own  # 474 m between the systems: within the policy's 500
    assert "flag.visits_overlap" in codes(district, again)
    district.office.save(HomePosition(case.number, home | {"lat": "31.21"}))
    forgotten = replace(district, sightings=Sightings(None))
    raise_flags(forgotten)
    assert set(codes(district, case)) == {*own, "flag.photo_far"}


def test_a_visit_sealed_in_the_future_within_a_minute_is_received_and_flagged(district: District) -> None:
    tablet, case = enrolled_tablet(district), assigned_case(district)
    later = district.now() + timedelta(hours=3)
    times = {"started_at": format_instant(later - timedelta(seconds=20)), "sealed_at": format_instant(later)}
    received = visit(district, tablet, case, [photo(8), photo(9)], **times)
    raise_flags(district)
    assert received.stage is Stage.VISITED
    assert {"flag.clock", "flag.too_fast"} <= set(codes(district, case))


def test_a_case_that_cannot_be_read_stops_no_other(district: District) -> None:
    damaged = register_application(district, CLERK, household())
    document = district.casebook.database.get(f"act:{damaged.number}:000001")
    district.casebook.database.put(document | {"by": "somebody"})
    for _ in range(2):
        register_application(district, CLERK, household(address="别处"))
    assert raise_flags(district) == 2


def test_a_rule_that_fails_is_a_flag_and_silences_no_other(
    district: District, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(*_: Any) -> Any:
        raise ArithmeticError("somebody's income")

    monkeypatch.setattr(rules, "flag_difference", stumble)
    later = district.now() + timedelta(hours=3)
    times = {"started_at": format_instant(later - timedelta(seconds=20)), "sealed_at": format_instant(later)}
    received = visit(
        district, enrolled_tablet(district), assigned_case(district), [photo(8), photo(9)], **times
    )
    raise_flags(district)
    assert {"flag.clock", "flag.too_fast", "flag.unchecked"} <= set(codes(district, received))
    assert "flag.declared_differs of" in caplog.text
    (told,) = [one for one in list_flags(district, OFFICER, received) if one.entry.code == "flag.unchecked"]
    assert told.zh == "第 5 件里，“申报和问到的差多少”这一项没查成。请人自己看一看。"
    assert "income" not in told.en
    assert raise_flags(district) == 0


def test_what_could_not_be_looked_at_is_looked_at_again(
    district: District, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the next pass, then less and less often; what was said of it goes when the rule is applied."""
    real, tries = rules.flag_speed, []

    def stumble(*_: Any) -> Any:
        tries.append(district.now())
        raise ArithmeticError

    monkeypatch.setattr(rules, "flag_speed", stumble)
    later = district.now() + timedelta(hours=3)
    times = {"started_at": format_instant(later - timedelta(seconds=20)), "sealed_at": format_instant(later)}
    received = visit(
        district, enrolled_tablet(district), assigned_case(district), [photo(8), photo(9)], **times
    )
    for _ in range(5):
        raise_flags(district)
    assert len(tries) == 2
    assert codes(district, received).count("flag.unchecked") == 1
    clock.move(minutes=3)
    raise_flags(district)
    assert len(tries) == 3
    monkeypatch.setattr(rules, "flag_speed", real)
    clock.move(minutes=5)
    assert raise_flags(district) == 1
    assert "flag.too_fast" in codes(district, received)
    assert "flag.unchecked" not in codes(district, received)


def test_a_record_that_cannot_be_read_is_one_flag(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = visit(district, enrolled_tablet(district), assigned_case(district), [photo(8), photo(9)])

    def missing(*_: Any) -> Any:
        raise Refusal("record.missing", document="visit")

    monkeypatch.setattr(looks, "parse_upload", missing)
    raise_flags(district)
    own = [view.entry for view in list_flags(district, OFFICER, received)]
    assert [entry.facts for entry in own if entry.code == "flag.unchecked"] == [
        {"check": "flag.unchecked", "act": 5}
    ]


def test_while_the_store_does_not_answer_nothing_counts_as_looked_at(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    register_application(district, CLERK, household())
    register_application(district, CLERK, household(address="别处"))

    def no_answer(*_: Any) -> Any:
        raise Unavailable(503, "unavailable", "no answer")

    with monkeypatch.context() as patched:
        patched.setattr(looks, "parse_household", no_answer)
        with pytest.raises(Unavailable):
            raise_flags(district)
    assert raise_flags(district) == 2


def test_every_rule_has_words_for_when_it_could_not_be_applied() -> None:
    assert set(rules.CHECK_WORDS) == set(rules.FLAG_WORDS)


def test_a_colleagues_photos_are_compared_too(district: District) -> None:
    tablet, colleague = enrolled_tablet(district), enrolled_tablet(district, "a-0218")
    first = visit(district, tablet, assigned_case(district), [photo(1), photo(2)])
    case = assigned_case(district)
    sealed = tablet.fill_in(case, [photo(3), photo(4)])
    tablet.push(tablet.seal(sealed), [photo(3), photo(4)])
    old = photo_record(photo(1, 60), district.now() - timedelta(days=1))
    said = {"photo_more": [old["digest"]]}
    recorded = colleague.contribute(sealed, said)["contribution"] | {"photos": [old]}
    again = colleague.seal(recorded)
    body = {"state": "sealed", "contribution": recorded, "seal": again["seal"]}
    colleague.push_contribution(body, [photo(1, 60)])
    assert reconcile(district).accepted == 2
    raise_flags(district)
    for one in (first, case):
        assert "flag.photo_alike" in codes(district, one)
    assert "flag.photo_before_assignment" in codes(district, case)


def flagged(district: District) -> tuple[Case, str]:
    """A case with one flag, and the id of the flag."""
    case = register_application(district, CLERK, household())
    register_application(district, CLERK, household(address="别处"))
    raise_flags(district)
    (view,) = list_flags(district, OFFICER, case)
    return case, view.entry.id


def test_a_flag_put_away_stays_readable_with_its_reason(district: District) -> None:
    case, flag_id = flagged(district)
    assert count_open_flags(district, OFFICER) == 2
    after = dismiss_flag(district, OFFICER, case.number, flag_id, "看过户口簿，是填错了号。")
    assert (after.stage, after.dismissed) == (case.stage, (flag_id,))
    (view,) = list_flags(district, REVIEWER, after)
    assert view.entry.dismissed
    assert count_open_flags(district, OFFICER) == 1
    reason = after.last.facts["reason"]
    assert district.get_text(case.number, "reason", reason) == "看过户口簿，是填错了号。"
    assert verify(district).ok


def test_putting_it_away_twice_appends_once(district: District) -> None:
    case, flag_id = flagged(district)
    once = dismiss_flag(district, OFFICER, case.number, flag_id, "看过。")
    assert dismiss_flag(district, OFFICER, case.number, flag_id, "又看过。").acts == once.acts


def test_a_flag_of_another_case_or_without_a_reason_is_not_put_away(district: District) -> None:
    case, flag_id = flagged(district)
    other = register_application(district, CLERK, household(**OTHER))
    for number, reason, code in (
        (case.number, " ", r"flag\.no_reason"),
        (other.number, "看过。", r"record\.missing"),
    ):
        with pytest.raises(Refusal, match=code):
            dismiss_flag(district, OFFICER, number, flag_id, reason)
    with pytest.raises(Refusal, match=r"person\.may_not"):
        dismiss_flag(district, CLERK, case.number, flag_id, "看过。")
