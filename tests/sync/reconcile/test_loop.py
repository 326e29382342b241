"""The loop: run twice, killed anywhere, fed again, the record is the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from server.domain.case import Case
from server.domain.days import format_instant
from server.domain.seal import visit_digest
from server.domain.stage import Stage
from server.records.codec import encode_outbox
from server.records.entries import SetAside
from server.services.arrivals import Arrival
from server.services.district import District
from server.services.reconciliation import DeskSitting, ReconciliationDesk, build_reconciler
from server.services.verification import verify
from sync.couch import Database, Unavailable
from sync.reconcile.loop import Reconciler
from tests.factories import PaperTablet, assigned_case, default_photos, enrolled_tablet, picture, reconcile


class Killed(BaseException):
    """The process ends here: nothing after it runs."""


def outbox_ids(tablet: PaperTablet) -> list[str]:
    return [document["_id"] for document in tablet.outbox.all(include_docs=False)]


def receipt(tablet: PaperTablet, case: Case) -> dict[str, Any]:
    return tablet.receipt(f"visit:{case.number}:1:{tablet.id}")


def test_a_sealed_visit_enters_the_record_once(district: District, tablet: PaperTablet, case: Case) -> None:
    visit = tablet.fill_in(case)
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1
    received = district.get_case(case.number)
    assert received.stage is Stage.VISITED
    assert received.visit is not None
    assert received.visit.income_total_fen == 186000
    assert received.last.by == "assessor:a-0217"
    assert verify(district).problems == []


def test_the_receipt_names_the_act_and_every_photo(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    visit = tablet.fill_in(case)
    visit_id = tablet.push(tablet.seal(visit))
    reconcile(district)
    told = receipt(tablet, case)
    assert (told["visit"], told["status"], told["act"], told["reason"]) == (visit_id, "accepted", 5, None)
    assert sorted(told["photos"]) == sorted(photo["digest"] for photo in visit["photos"])


def test_the_outbox_is_cleared_behind_the_receipt(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    tablet.push(tablet.seal(tablet.fill_in(case)))
    reconcile(district)
    assert outbox_ids(tablet) == []


def test_a_second_pass_and_a_second_reconciler_do_nothing(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    tablet.push(tablet.seal(tablet.fill_in(case)))
    first, second = build_reconciler(district), build_reconciler(district)
    assert [first.run_once().moved, second.run_once().moved, first.run_once().moved] == [1, 0, 0]
    assert len(district.get_case(case.number).acts) == 5


def test_a_draft_stays_where_it_is(district: District, tablet: PaperTablet, case: Case) -> None:
    draft_id = f"visit:{case.number}:1:{tablet.id}"
    draft = {"state": "draft", "case": case.number, "round": 1, "answers": {}}
    tablet.push_document(draft_id, draft)
    assert reconcile(district).moved == 0
    assert outbox_ids(tablet) == [draft_id]


def test_a_visit_waits_for_its_last_photo_and_is_then_received(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    """Field lesson 12: never a record without its photos."""
    door, room = default_photos()
    tablet.push(tablet.seal(tablet.fill_in(case)), photos=[door])
    reconciler = build_reconciler(district)
    assert [reconciler.run_once().waiting, reconciler.run_once().waiting] == [1, 1]
    assert district.get_case(case.number).stage is Stage.ASSIGNED
    tablet.push_photo(room)
    assert reconciler.run_once().accepted == 1


def test_two_homes_that_name_one_photo_lose_it_to_neither(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    """The first of them takes it from the outbox; the other may have waited, or may come later."""
    other, later = assigned_case(district), assigned_case(district)
    shared, missing, own = picture("shared"), picture("missing"), picture("own")
    tablet.push(tablet.seal(tablet.fill_in(other, [shared, missing])), photos=[shared])
    assert reconcile(district).waiting == 1
    tablet.push(tablet.seal(tablet.fill_in(case, [shared, own])), photos=[own])
    assert reconcile(district).accepted == 1
    tablet.push_photo(missing)
    assert reconcile(district).accepted == 1
    tablet.push(tablet.seal(tablet.fill_in(later, [shared, picture("last")])), photos=[picture("last")])
    assert reconcile(district).accepted == 1
    for one in (case, other, later):
        assert district.get_case(one.number).stage is Stage.VISITED
        kept = district.evidence.get_photo(one.number, hashlib.sha256(shared).hexdigest())
        assert kept == shared
    assert outbox_ids(tablet) == []
    assert verify(district).problems == []


def test_what_waits_is_remembered_by_the_next_process(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    door, room = default_photos()
    tablet.push(tablet.seal(tablet.fill_in(case)), photos=[door])
    assert reconcile(district).waiting == 1
    tablet.push_photo(room)
    assert reconcile(district).accepted == 1


@pytest.mark.parametrize("step", ["evidence", "append", "receipt", "photos", "clearing"])
def test_a_kill_at_any_step_leaves_the_same_record(
    district: District, tablet: PaperTablet, case: Case, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    tablet.push(tablet.seal(tablet.fill_in(case)))
    with monkeypatch.context() as patched:
        _kill_at(patched, district, step)
        with pytest.raises(Killed):
            reconcile(district)
    reconcile(district)
    received = district.get_case(case.number)
    assert [act.kind for act in received.acts].count("visit_received") == 1
    assert received.stage is Stage.VISITED
    assert outbox_ids(tablet) == []
    assert receipt(tablet, case)["status"] == "accepted"
    report = verify(district)
    assert report.ok
    visits = [doc for doc in district.evidence.documents() if doc["type"] == "visit"]
    assert len(visits) == 1


def _kill_at(patched: pytest.MonkeyPatch, district: District, step: str) -> None:
    """Ends the process just after the named step was durable."""
    if step == "append":
        patched.setattr(
            district.casebook, "append_all", _then_killed(district.casebook.append_all, lambda _: True)
        )
        return
    written = {
        "evidence": lambda one: one["_id"].startswith("visit:") and not one.get("_deleted"),
        "receipt": lambda one: one["_id"].startswith("receipt:"),
        "photos": lambda one: one["_id"].startswith("photo:") and one.get("_deleted"),
        "clearing": lambda one: one["_id"].startswith("visit:") and one.get("_deleted"),
    }
    bulk = _then_killed(Database.bulk, lambda args: any(map(written[step], args[1])))
    patched.setattr(Database, "bulk", bulk)


def _then_killed(real: Callable[..., Any], is_the_step: Callable[[Any], bool]) -> Callable[..., Any]:
    def then_killed(*args: Any, **kwargs: Any) -> Any:
        result = real(*args, **kwargs)
        if is_the_step(args):
            raise Killed
        return result

    return then_killed


def test_a_backlog_is_settled_part_by_part_and_a_kill_costs_no_more_than_one(
    district: District, tablet: PaperTablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two pages of changes and more: the checkpoint follows each part, and so do answers and clearing."""
    names = [f"visit:SL-2026-{number:04d}:1:{tablet.id}" for number in range(230)]
    for name in names:
        tablet.push_document(name, {"state": "sealed"})
    with monkeypatch.context() as patched:
        parts = iter(range(2))

        def second_part(args: Any) -> bool:
            return any(one.get("_deleted") for one in args[1]) and next(parts) == 1

        patched.setattr(Database, "bulk", _then_killed(Database.bulk, second_part))
        with pytest.raises(Killed):
            reconcile(district)
    place = tablet.outbox.local("reconciler")
    assert place is not None
    assert int(str(place["since"]).partition("-")[0]) == 100
    assert outbox_ids(tablet) == names[200:]
    done = reconcile(district)
    assert (done.set_aside, done.failed, outbox_ids(tablet)) == (30, [], [])
    assert len(district.office.every(SetAside)) == 230


def test_what_waits_is_looked_at_again_however_much_of_it_there_is(
    district: District, tablet: PaperTablet
) -> None:
    """More than one part of it, of which some go and some stay."""
    photos = [[picture(f"{number}{name}") for name in ("door", "room")] for number in range(22)]
    for door, room in photos:
        tablet.push(tablet.seal(tablet.fill_in(assigned_case(district), [door, room])), photos=[door])
    reconciler = build_reconciler(district)
    assert [reconciler.run_once().waiting, reconciler.run_once().waiting] == [22, 22]
    for _, room in (*photos[:3], photos[21]):
        tablet.push_photo(room)
    assert [reconciler.run_once().accepted, reconcile(district).waiting] == [4, 18]
    for _, room in photos[3:21]:
        tablet.push_photo(room)
    assert (reconcile(district).accepted, outbox_ids(tablet)) == (18, [])


def test_one_that_cannot_be_looked_at_keeps_no_other_from_its_receipt(
    district: District, tablet: PaperTablet, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet.push(tablet.seal(tablet.fill_in(case)))
    tablet.push_document(f"visit:unlucky:1:{tablet.id}", {"state": "sealed"})
    look_up = Arrival.look_up

    def unless_unlucky(arrival: Arrival) -> Any:
        if arrival.case == "unlucky":
            raise Unavailable(503, "unavailable", "no answer")
        return look_up(arrival)

    with monkeypatch.context() as patched:
        patched.setattr(Arrival, "look_up", unless_unlucky)
        assert reconcile(district).failed == ["outbox-a-0217"]
    assert receipt(tablet, case)["status"] == "accepted"
    assert reconcile(district).set_aside == 1


def test_a_checkpoint_that_is_lost_costs_time_and_nothing_else(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    tablet.push(tablet.seal(tablet.fill_in(case)))
    reconcile(district)
    place = tablet.outbox.local("reconciler")
    assert place is not None
    tablet.outbox.put_local(place | {"since": 0, "waiting": []})
    assert reconcile(district).moved == 0
    assert len(district.get_case(case.number).acts) == 5


def test_an_outbox_that_fails_does_not_stop_the_others(
    district: District, tablet: PaperTablet, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = enrolled_tablet(district, "a-0218")
    other.push_document(f"visit:x:1:{other.id}", {"state": "sealed"})
    tablet.push(tablet.seal(tablet.fill_in(case)))
    desk = FailingDesk(district, "a-0218")
    done = Reconciler(district.couch, desk).run_once()
    assert (done.accepted, done.failed) == (1, ["outbox-a-0218"])
    assert reconcile(district).set_aside == 1


class FailingDesk(ReconciliationDesk):
    """A desk whose store does not answer for one assessor."""

    def __init__(self, district: District, assessor: str) -> None:
        super().__init__(district)
        self._fails_for = assessor

    @contextmanager
    def sit(self, outbox: Database, assessor: str, ids: Sequence[str]) -> Iterator[DeskSitting]:
        if assessor == self._fails_for:
            raise Unavailable(503, "unavailable", "no answer")
        with super().sit(outbox, assessor, ids) as sitting:
            yield sitting


def test_a_photo_of_no_visit_is_left_alone(district: District, tablet: PaperTablet) -> None:
    tablet.push_photo(picture("stray"))
    assert reconcile(district).moved == 0
    assert len(outbox_ids(tablet)) == 1


def test_a_draft_that_wins_over_a_sealed_visit_hides_nothing(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    """A tablet restored from a backup went on from its draft; the visit it had sealed lies beneath."""
    visit_id = tablet.push(tablet.seal(tablet.fill_in(case)))
    restored(tablet, visit_id, drafted(district, {"medical": "80.00"}))
    assert reconcile(district).accepted == 2
    seen = district.get_case(case.number)
    assert seen.stage is Stage.VISITED
    [draft] = seen.contributions
    assert (draft.how, draft.undecided) == ("draft", ("medical",))
    assert leaves(tablet, visit_id) == 0
    assert verify(district).problems == []


def test_of_two_drafts_under_one_name_neither_is_lost_and_neither_stays(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    """While the visit is made both wait; the one that is sealed is the visit, the other lies beside it."""
    visit_id = f"visit:{case.number}:1:{tablet.id}"
    tablet.push_document(visit_id, drafted(district, {"medical": "70.00"}))
    restored(tablet, visit_id, drafted(district, {"medical": "80.00"}))
    assert (reconcile(district).moved, leaves(tablet, visit_id)) == (0, 2)
    tablet.push(tablet.seal(tablet.fill_in(case)))
    assert reconcile(district).failed == []
    [draft] = district.get_case(case.number).contributions
    assert (draft.how, draft.undecided) == ("draft", ("medical",))
    assert leaves(tablet, visit_id) == 0
    assert outbox_ids(tablet) == []
    assert reconcile(district).moved == 0


def drafted(district: District, answers: dict[str, Any]) -> dict[str, Any]:
    nothing: dict[str, Any] = {"photos": [], "team": [], "signatures": []}
    return {"state": "draft", "answers": answers, "saved_at": format_instant(district.now())} | nothing


def test_of_two_sealed_visits_under_one_name_the_second_is_laid_beside_the_first(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    visit = tablet.fill_in(case)
    visit_id = tablet.push(tablet.seal(visit))
    again = tablet.fill_in(case, started_at="2026-03-01T01:00:00Z")
    again["answers"] = again["answers"] | {"living_note": "一样的家，另一句话。"}
    restored(tablet, visit_id, tablet.seal(again))
    done = reconcile(district)
    assert (done.accepted, done.differing, done.set_aside, done.failed) == (2, 1, 0, [])
    assert leaves(tablet, visit_id) == 0
    received = district.get_case(case.number)
    [beside] = received.contributions
    assert (beside.how, beside.by, beside.differing) == ("second_tablet", "a-0217", ("living_note",))
    content = district.evidence.get("visit", case.number, received.acts[-2].facts["visit"])
    assert content["visit"]["answers"]["living_note"] == "一样的家，另一句话。"  # CouchDB's own winner
    assert reconcile(district).moved == 0
    assert verify(district).problems == []


def test_each_of_two_copies_of_a_tablet_finds_its_own_digest_in_the_receipt(
    district: District, tablet: PaperTablet, case: Case
) -> None:
    first = tablet.fill_in(case)
    second = tablet.fill_in(case, started_at="2026-03-01T01:00:00Z")
    visit_id = tablet.push(tablet.seal(first))
    reconcile(district)
    tablet.push(tablet.seal(second))
    reconcile(district)
    told = receipt(tablet, case)
    assert (told["status"], told["digest"], told["act"]) == ("accepted", visit_digest(second), 6)
    assert [(one["status"], one["digest"], one["act"]) for one in told["others"]] == [
        ("accepted", visit_digest(first), 5)
    ]
    tablet.push(tablet.seal(first))  # sealed anew, it is another record and tells the same digests
    reconcile(district)
    assert {visit_digest(first), visit_digest(second)} == {
        receipt(tablet, case)["digest"],
        *(one["digest"] for one in receipt(tablet, case)["others"]),
    }
    assert leaves(tablet, visit_id) == 0


def restored(tablet: PaperTablet, document_id: str, body: dict[str, Any]) -> None:
    """Another leaf of the same document, pushed by a copy of the tablet; it wins."""
    document = encode_outbox(tablet.caseload, document_id, body)
    revisions = {"start": 2, "ids": ["f" * 32, "e" * 32]}
    tablet.outbox.bulk([document | {"_rev": f"2-{'f' * 32}", "_revisions": revisions}], new_edits=False)
    assert len(tablet.outbox.get(document_id, conflicts=True)["_conflicts"]) == 1


def leaves(tablet: PaperTablet, document_id: str) -> int:
    found = tablet.outbox.find(document_id, conflicts=True)
    return 0 if found is None else 1 + len(found.get("_conflicts", ()))
