"""The decision alone: what is known of an upload says what happens to it, and why."""

from __future__ import annotations

import pytest

from sync.reconcile.decisions import (
    DONE,
    SOUND,
    Accept,
    AlreadyDone,
    Beside,
    Decision,
    Discrepancy,
    Known,
    Leave,
    Merge,
    Reason,
    SetAside,
    Wait,
    decide,
)

BROKEN = (Reason("visit.bad_seal", "封存签名对不上。", "The seal does not match."),)
VISIT = {"_id": "visit:SL-2026-0001:1:t1"}


@pytest.mark.parametrize(
    ("known", "decision"),
    [
        (None, Leave()),
        (Known(), Accept((SOUND,))),
        (Known(reasons=BROKEN), SetAside(BROKEN)),
        (Known(missing=("d1",)), Wait(("d1",))),
        (Known(missing=("d1",), reasons=BROKEN), Wait(("d1",))),
        (Known(done=True), AlreadyDone((DONE,))),
        (Known(done=True, missing=("d1",), reasons=BROKEN), AlreadyDone((DONE,))),
        (Known(reasons=BROKEN, beside=Beside("colleague", ("tenure",))), SetAside(BROKEN)),
    ],
    ids=[
        "draft",
        "sound",
        "broken",
        "photo missing",
        "broken and photo missing",
        "done",
        "done before all",
        "broken beside",
    ],
)
def test_what_is_known_decides(known: Known | None, decision: Decision) -> None:
    assert decide(VISIT, known) == decision


@pytest.mark.parametrize("how", ["colleague", "second_tablet", "draft"])
def test_what_belongs_beside_the_visit_is_merged_or_a_person_decides_path_by_path(how: str) -> None:
    merged = decide(VISIT, Known(beside=Beside(how)))
    assert isinstance(merged, Merge)
    assert [reason.code for reason in merged.reasons] == [f"decision.{how}"]
    differs = decide(VISIT, Known(beside=Beside(how, ("tenure", "medical"))))
    assert isinstance(differs, Discrepancy)
    assert differs.paths == ("tenure", "medical")
    assert [reason.code for reason in differs.reasons] == [f"decision.{how}"] + ["decision.differs"] * 2
    assert "medical" in differs.reasons[-1].zh


def test_what_is_no_upload_is_left() -> None:
    assert decide({"_id": "photo:" + "a" * 64}, Known()) == Leave()


def test_every_decision_but_waiting_and_leaving_says_why() -> None:
    known = (Known(), Known(done=True), Known(reasons=BROKEN), Known(beside=Beside("draft", ("tenure",))))
    for decision in (decide(VISIT, each) for each in known):
        assert not isinstance(decision, Wait | Leave)
        assert decision.reasons
