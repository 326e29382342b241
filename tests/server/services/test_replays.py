"""Nothing a tablet sent is lost, whatever is cut, killed, repeated or given to others (design §5)."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from server.errors import Refusal
from server.services.assignments import assign_team
from server.services.reconciliation import build_reconciler
from tests.factories import OFFICER, TEAM
from tests.server.services.uploads import Killed, Opened, Sent, Town, deliver, kept, make_town, opened

QUICK = settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
CALLS = 290  # a pass over all that is sent makes some 140 calls; each is two places to die


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return make_town(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def whole(town: Town) -> dict[str, Any]:
    """What stands in the record when nothing goes wrong."""
    return outcome(town, town.sent)


def reconcile_through(folder: Path, sent: Sequence[Sent], deaths: Sequence[int]) -> None:
    """Delivers everything, then passes until one is through; each death ends the process at that call."""
    for left in (*deaths, None):
        with opened(folder) as found:
            deliver(found.district, sent)
            found.session.left = left
            try:
                done = build_reconciler(found.district).run_once()
            except Killed:
                continue
            assert done.failed == []


def outcome(town: Town, sent: Sequence[Sent], deaths: Sequence[int] = ()) -> dict[str, Any]:
    """What stands in the record after everything was delivered in this order."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        shutil.copytree(town.folder, folder)
        reconcile_through(folder, sent, deaths)
        with opened(folder) as found:
            district = found.district
            acts = list(district.casebook.database.all("act:", "act:\ufff0"))
            folds = [(one.stage, one.visit, one.team) for one in map(district.get_case, town.cases)]
            return {"casebook": acts, "folds": folds, **kept(district, town.cases)}


@QUICK
@given(st.lists(st.integers(1, CALLS), max_size=5))
def test_killed_anywhere_the_same_documents_give_the_same_casebook_byte_for_byte(
    town: Town, whole: dict[str, Any], deaths: list[int]
) -> None:
    assert outcome(town, town.sent, deaths) == whole
    assert (len(whole["accepted"]), len(whole["set_aside"])) == (2, 3)


@QUICK
@given(st.randoms(use_true_random=False), st.lists(st.integers(1, CALLS), max_size=2))
def test_in_any_order_the_same_visits_are_accepted_and_set_aside(
    town: Town, whole: dict[str, Any], rng: random.Random, deaths: list[int]
) -> None:
    order = list(town.sent)
    rng.shuffle(order)
    other = outcome(town, order, deaths)
    for part in ("folds", "accepted", "set_aside"):
        assert other[part] == whole[part]


class Field(RuleBasedStateMachine):
    """Tablets send what they have in pieces, the desk gives cases to others, the process dies at any call."""

    town: Town

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory())) / "data"
        shutil.copytree(self.town.folder, self.folder)
        self.readable: set[str] = set()  # digests of visits that lay whole in an outbox
        self.delivered: list[Sent] = []
        self.open()

    def open(self) -> None:
        self.process = ExitStack()
        self.found: Opened = self.process.enter_context(opened(self.folder))

    @rule(places=st.sets(st.integers(0, 14), min_size=1))
    def a_connection_lasts_for_some_documents(self, places: set[int]) -> None:
        for sent in (self.town.sent[place % len(self.town.sent)] for place in sorted(places)):
            self.delivered.append(sent)
            deliver(self.found.district, [sent])
            if sent[1]["_id"] in self.town.visits:
                self.readable.add(self.town.visits[sent[1]["_id"]])

    @rule()
    def the_reconciler_passes(self) -> None:
        assert build_reconciler(self.found.district).run_once().failed == []

    @rule(left=st.integers(1, CALLS))
    def the_process_dies_in_a_pass(self, left: int) -> None:
        self.found.session.left = left
        with suppress(Killed):
            build_reconciler(self.found.district).run_once()
        self.process.close()
        self.open()

    @rule(place=st.integers(0, 2), lead=st.sampled_from(TEAM))
    def the_desk_gives_a_case_to_another(self, place: int, lead: str) -> None:
        district = self.found.district
        due = district.today() + timedelta(days=7)
        related = dict.fromkeys(TEAM, "none")
        with suppress(Refusal):  # what cannot be given now stays with whom it is
            assign_team(district, OFFICER, self.town.cases[place], TEAM, lead, due, related)

    @invariant()
    def nothing_that_could_be_read_is_gone(self) -> None:
        """In the record, set aside, or still in the outbox."""
        district = self.found.district
        places = kept(district, self.town.cases)
        here = places["accepted"] | places["set_aside"] | set(self.waiting())
        assert self.readable <= here
        assert not places["accepted"] & places["set_aside"]

    def waiting(self) -> Iterator[str]:
        for assessor in ("a-0217", "a-0218"):
            outbox = self.found.district.database(f"outbox-{assessor}")
            yield from (self.town.visits[one["_id"]] for one in outbox.all("visit:", "visit:\ufff0"))

    def teardown(self) -> None:
        """Once everything has come and a pass is through, nothing is left in an outbox."""
        try:
            deliver(self.found.district, self.town.sent)
            build_reconciler(self.found.district).run_once()
            settled = kept(self.found.district, self.town.cases)
            assert set(self.town.visits.values()) <= settled["accepted"] | settled["set_aside"]
        finally:
            self.process.close()
            self.stack.close()


def test_nothing_a_tablet_sent_is_ever_lost(town: Town) -> None:
    Field.town = town
    run_state_machine_as_test(
        Field,
        settings=settings(
            max_examples=4, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
