"""Which outboxes a pass asks: those that moved since the server last told how far each is."""

from __future__ import annotations

import pytest

from server.domain.case import Case
from server.services.district import District
from server.services.reconciliation import build_reconciler
from sync.couch import Couch, Database
from sync.reconcile.loop import _ASK_EACH
from tests.factories import PaperTablet, reconcile


def test_an_outbox_that_did_not_move_is_not_asked(
    district: District, tablet: PaperTablet, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A district has thousands: the server tells of a hundred at a time how far each is."""
    reconciler = build_reconciler(district)
    for _ in range(2):
        reconciler.run_once()
    with monkeypatch.context() as patched:
        patched.setattr(Database, "changes", lambda *_, **__: pytest.fail("asked"))
        assert reconciler.run_once().failed == []
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert reconciler.run_once().accepted == 1


def test_a_server_that_tells_of_no_databases_is_asked_of_each(
    district: District, tablet: PaperTablet, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Couch, "sequences", lambda *_: {})
    reconciler = build_reconciler(district)
    assert reconciler.run_once().moved == 0
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert [reconciler.run_once().accepted, reconciler.run_once().moved] == [1, 0]


def test_a_copy_that_lags_hides_an_upload_for_a_minute_at_most(
    district: District, tablet: PaperTablet, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a cluster one copy tells how far an outbox is and another, behind it, what is new in it."""
    reconciler = build_reconciler(district)
    for _ in range(2):
        reconciler.run_once()
    tablet.push(tablet.seal(tablet.fill_in(case)))
    with monkeypatch.context() as patched:
        patched.setattr(Database, "changes", lambda _self, since, **_: ([], since))
        assert reconciler.run_once().moved == 0
    assert sum(reconciler.run_once().accepted for _ in range(_ASK_EACH)) == 1


def test_a_server_that_will_not_tell_stops_no_pass(
    district: District, tablet: PaperTablet, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet.push(tablet.seal(tablet.fill_in(case)))
    monkeypatch.setattr("sync.couch.DATABASES", 101)
    names = [f"outbox-{n}" for n in range(101)]
    assert district.couch.sequences(names) == {}
    assert reconcile(district).accepted == 1
