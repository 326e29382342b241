"""Nothing a tablet sent is lost, whatever is cut, killed, repeated or given to others (design §5)."""

from __future__ import annotations

import hashlib
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from server.domain.case import Case
from server.domain.seal import visit_digest
from server.domain.stage import Stage
from server.errors import Refusal
from server.services.assignments import assign_team
from server.services.reconciliation import build_reconciler
from tests.factories import OFFICER, TEAM, default_photos
from tests.server.services.uploads import (
    Killed,
    Opened,
    Sent,
    Town,
    deliver,
    digest_of_body,
    kept,
    left,
    make_town,
    opened,
)
from tests.tablets import push_draft

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
    for calls in (*deaths, None):
        with opened(folder) as found:
            deliver(found.district, sent)
            found.session.left = calls
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
            cases = [district.get_case(number) for number in town.cases]
            folds = [(one.stage, one.visit, one.team, beside(one)) for one in cases]
            drafts = {digest_of_body(body) for _, body in left(district)}
            return {"casebook": acts, "folds": folds, "left": drafts, **kept(district, town.cases)}


def beside(case: Case) -> list[tuple[Any, ...]]:
    """What lies beside a visit, whatever the order it came in."""
    return sorted((each.digest, each.how, each.taken, each.differing) for each in case.contributions)


@QUICK
@given(st.lists(st.integers(1, CALLS), max_size=5))
def test_killed_anywhere_the_same_documents_give_the_same_casebook_byte_for_byte(
    town: Town, whole: dict[str, Any], deaths: list[int]
) -> None:
    assert outcome(town, town.sent, deaths) == whole
    assert (len(whole["accepted"]), len(whole["set_aside"]), len(whole["left"])) == (6, 3, 1)
    assert [how for _, how, _, _ in whole["folds"][2][3]] == ["draft"]  # the one that hid a sealed visit
    assert [how for _, how, _, _ in whole["folds"][0][3]].count("colleague") == 2
    assert ("second_tablet", ("living_note",)) in {(how, paths) for _, how, _, paths in whole["folds"][0][3]}


@QUICK
@given(st.randoms(use_true_random=False), st.lists(st.integers(1, CALLS), max_size=2))
def test_in_any_order_the_same_visits_are_accepted_and_set_aside(
    town: Town, whole: dict[str, Any], rng: random.Random, deaths: list[int]
) -> None:
    order = list(town.sent)
    rng.shuffle(order)
    other = outcome(town, order, deaths)
    for part in ("folds", "accepted", "set_aside", "left"):
        assert other[part] == whole[part]


class Field(RuleBasedStateMachine):
    """Tablets send what they have in pieces, the desk gives cases to others, the process dies at any call."""

    town: Town

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory())) / "data"
        shutil.copytree(self.town.folder, self.folder)
        self.readable: set[str] = set()  # digests of records that lay in an outbox
        self.overtaken: set[str] = set()  # of drafts that the same tablet went on with
        self.open()

    def open(self) -> None:
        self.process = ExitStack()
        self.found: Opened = self.process.enter_context(opened(self.folder))

    @rule(places=st.sets(st.integers(0, 40), min_size=1))
    def a_connection_lasts_for_some_documents(self, places: set[int]) -> None:
        for place in sorted(place % len(self.town.sent) for place in places):
            deliver(self.found.district, [self.town.sent[place]])
            self.readable |= {self.town.digests[place]} - {""}

    @rule()
    def the_reconciler_passes(self) -> None:
        assert build_reconciler(self.found.district).run_once().failed == []

    @rule(calls=st.integers(1, CALLS))
    def the_process_dies_in_a_pass(self, calls: int) -> None:
        self.found.session.left = calls
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

    @rule(place=st.integers(0, 2))
    def whoever_leads_now_makes_the_visit(self, place: int) -> None:
        """A visit of a later round, beside which what earlier teams left comes to lie."""
        district = self.found.district
        case = district.get_case(self.town.cases[place])
        if case.stage is not Stage.ASSIGNED or case.team is None or case.team.round == 1:
            return
        tablet = replace(self.town.tablets[case.team.lead], district=district)
        visit = tablet.fill_in(case)
        tablet.push_document(f"visit:{case.number}:{case.team.round}:{tablet.id}", tablet.seal(visit))
        for photo in default_photos():
            if tablet.outbox.find(f"photo:{hashlib.sha256(photo).hexdigest()}") is None:
                tablet.push_photo(photo)
        self.readable.add(visit_digest(visit))

    @rule(place=st.integers(0, 2), words=st.sampled_from(["一句话", "另一句话"]))
    def somebody_begins_and_does_not_finish(self, place: int, words: str) -> None:
        district = self.found.district
        case = district.get_case(self.town.cases[place])
        if case.stage is Stage.ASSIGNED and case.team is not None:
            tablet = replace(self.town.tablets["a-0219"], district=district)
            name = f"visit:{case.number}:{case.team.round}:{tablet.id}"
            self.overtaken |= {digest_of_body(body) for found, body in left(district) if found == name}
            self.readable -= self.overtaken
            draft = push_draft(tablet, case, answers={"living_note": words})
            self.readable.add(digest_of_body(draft))

    @invariant()
    def nothing_that_could_be_read_is_gone(self) -> None:
        """Every answer in any revision that could be read: in the record, set aside, or in the outbox."""
        district = self.found.district
        places = kept(district, self.town.cases)
        here = places["accepted"] | places["set_aside"] | {digest_of_body(body) for _, body in left(district)}
        assert self.readable <= here
        assert not places["accepted"] & places["set_aside"]

    def teardown(self) -> None:
        """Once everything has come and a pass is through, only what somebody may go on with is left."""
        try:
            district = self.found.district
            deliver(district, self.town.sent)
            assert build_reconciler(district).run_once().failed == []
            settled = kept(district, self.town.cases)
            outside = {digest_of_body(body) for _, body in left(district) if self.may_wait(body)}
            assert (
                set(self.town.digests) - {""} - self.overtaken
                <= settled["accepted"] | settled["set_aside"] | outside
            )
            names = Counter(name for name, _ in left(district))
            conflicts = [body for name, body in left(district) if names[name] > 1]
            assert all(body["state"] == "draft" for body in conflicts)  # both copies may still go on
        finally:
            self.process.close()
            self.stack.close()

    def may_wait(self, body: dict[str, Any]) -> bool:
        """A draft, or what a colleague recorded of a visit that has not come."""
        if body["state"] == "draft":
            return True
        recorded = body.get("contribution") or {}
        return bool(recorded) and self.found.district.get_case(recorded["case"]).stage is Stage.ASSIGNED


def test_nothing_a_tablet_sent_is_ever_lost(town: Town) -> None:
    Field.town = town
    run_state_machine_as_test(
        Field,
        settings=settings(
            max_examples=4, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
