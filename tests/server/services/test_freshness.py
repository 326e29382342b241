"""How far behind the record is, counted from when it was first seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.errors import Refusal
from server.services.district import District
from server.services.freshness import (
    count_behind,
    format_metrics,
    get_freshness,
    is_passing,
    measure,
    note_pass,
)
from server.services.passes import Passes
from server.services.reconciliation import build_reconciler
from sync.reconcile.loop import Pass
from tests.factories import OFFICER, REVIEWER, Clock, assigned_case, enrolled_tablet


def test_before_the_first_pass_what_came_is_unread(district: District) -> None:
    tablet, case = enrolled_tablet(district), assigned_case(district)
    tablet.push(tablet.seal(tablet.fill_in(case)))
    fresh = get_freshness(district, REVIEWER)
    assert fresh.pass_seconds is None
    assert [(lag.assessor, lag.unread) for lag in fresh.behind] == [("a-0217", True)]


def test_what_waits_ages_until_it_is_settled(district: District, clock: Clock) -> None:
    tablet, case = enrolled_tablet(district), assigned_case(district)
    body = tablet.seal(tablet.fill_in(case))
    visit_id = f"visit:{case.number}:1:{tablet.id}"
    tablet.push_document(visit_id, body)  # its photos have not come
    reconciler = build_reconciler(district)
    for _ in range(2):
        note_pass(district, reconciler, reconciler.run_once())
        clock.move(minutes=5)
    fresh = measure(district)
    assert (fresh.waiting, fresh.oldest_seconds, fresh.pass_seconds) == (1, 600, 300)
    tablet.push(body)
    note_pass(district, reconciler, reconciler.run_once())
    note_pass(district, reconciler, reconciler.run_once())
    assert measure(district).behind == ()


def test_a_restart_makes_nothing_look_younger(district: District, clock: Clock) -> None:
    tablet, case = enrolled_tablet(district), assigned_case(district)
    body = tablet.seal(tablet.fill_in(case))
    tablet.push_document(f"visit:{case.number}:1:{tablet.id}", body)
    reconciler = build_reconciler(district)
    note_pass(district, reconciler, reconciler.run_once())
    clock.move(minutes=10)
    again = replace(district, passes=Passes())
    assert count_behind(again, REVIEWER) == 1
    reconciler = build_reconciler(again)
    note_pass(again, reconciler, reconciler.run_once())
    assert measure(again).oldest_seconds == 600
    tablet.push(body)
    note_pass(again, reconciler, reconciler.run_once())
    assert (measure(again).waiting, count_behind(again, REVIEWER)) == (0, 0)


def test_while_the_reconciler_passes_no_outbox_is_asked(
    district: District, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A district has a thousand; one the last pass left something in is looked at."""
    tablet, case = enrolled_tablet(district), assigned_case(district)
    tablet.push(tablet.seal(tablet.fill_in(case)))
    note_pass(district, build_reconciler(district), Pass())
    with monkeypatch.context() as patched:
        patched.setattr(District, "database", lambda *_: pytest.fail("asked"))
        assert measure(district).behind == ()
    clock.move(minutes=6)
    assert [lag.unread for lag in measure(district).behind] == [True]


def test_another_process_believes_the_pass_that_the_office_tells_of(
    district: District, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that only reads has no reconciler beside it, and asks no outbox for that."""
    reconciler = build_reconciler(district)
    for _ in range(3):
        note_pass(district, reconciler, Pass())
        clock.move(seconds=50)
    reading = replace(district, passes=Passes())
    with monkeypatch.context() as patched:
        patched.setattr(District, "database", lambda *_: pytest.fail("asked"))
        fresh = measure(reading)
    assert (fresh.behind, fresh.pass_seconds, is_passing(reading)) == ((), 50, False)


def test_a_pass_is_not_written_down_every_second(district: District, clock: Clock) -> None:
    reconciler, office = build_reconciler(district), district.database("office")
    revisions = []
    for _ in range(61):
        note_pass(district, reconciler, Pass())
        revisions.append(office.get("unsettled:outboxes")["_rev"])
        clock.move(seconds=1)
    assert [rev.partition("-")[0] for rev in (revisions[0], revisions[59], revisions[60])] == ["1", "1", "2"]


def test_metrics_are_sums_that_name_nobody(district: District) -> None:
    enrolled_tablet(district)
    text = format_metrics(measure(district))
    assert "ruhu_reconciler_pass_age_seconds -1\n" in text
    assert "a-0217" not in text


def test_a_street_does_not_look_after_the_reconciler(district: District) -> None:
    with pytest.raises(Refusal, match=r"person\.may_not"):
        get_freshness(district, OFFICER)


def test_a_reconciler_that_stands_still_for_minutes_is_not_passing(district: District, clock: Clock) -> None:
    assert not is_passing(district)
    note_pass(district, build_reconciler(district), Pass())
    assert is_passing(district)
    clock.move(minutes=6)
    assert not is_passing(district)


def test_another_process_knows_of_what_waits_for_photos(district: District) -> None:
    tablet, case = enrolled_tablet(district), assigned_case(district)
    tablet.push_document(f"visit:{case.number}:1:{tablet.id}", tablet.seal(tablet.fill_in(case)))
    reconciler = build_reconciler(district)
    note_pass(district, reconciler, reconciler.run_once())
    fresh = measure(replace(district, passes=Passes()))
    assert [(lag.assessor, lag.waiting, lag.unread) for lag in fresh.behind] == [("a-0217", 1, False)]
