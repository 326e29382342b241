"""The decision alone: what is known of an upload says what happens to it."""

from __future__ import annotations

import pytest

from sync.reconcile.decisions import (
    Accept,
    AlreadyDone,
    Decision,
    Known,
    Leave,
    Reason,
    SetAside,
    Wait,
    decide,
)

BROKEN = (Reason("visit.bad_seal", "封存签名对不上。", "The seal does not match."),)


@pytest.mark.parametrize(
    ("known", "decision"),
    [
        (None, Leave()),
        (Known(), Accept()),
        (Known(reasons=BROKEN), SetAside(BROKEN)),
        (Known(missing=("d1",)), Wait(("d1",))),
        (Known(missing=("d1",), reasons=BROKEN), Wait(("d1",))),
        (Known(done=True), AlreadyDone()),
        (Known(done=True, missing=("d1",), reasons=BROKEN), AlreadyDone()),
    ],
    ids=["draft", "sound", "broken", "photo missing", "broken and photo missing", "done", "done before all"],
)
def test_what_is_known_decides(known: Known | None, decision: Decision) -> None:
    assert decide(known) == decision
