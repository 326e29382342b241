"""The casebook: gapless, chained, and one decision a number."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from threading import Barrier, Thread

import pytest

from server.domain.act import ActDraft
from server.errors import Refusal
from server.services.district import District, open_district
from tests.factories import Clock

POLICY = "sifang-seed@1"


def draft(kind: str = "noted") -> ActDraft:
    return ActDraft(kind=kind, by="fang", role="community_clerk", facts={"persons": 2})


def test_acts_come_back_in_order_and_chained(district: District) -> None:
    last = None
    for _ in range(12):
        last = district.casebook.append(draft(), "F-1", last, policy=POLICY)
    acts = district.casebook.read("F-1")
    assert [act.n for act in acts] == list(range(1, 13))
    assert all(act.previous == before.digest for before, act in pairwise(acts))


def test_the_files_of_neighbours_are_kept_apart(district: District) -> None:
    district.casebook.append(draft(), "F-1", None, policy=POLICY)
    district.casebook.append(draft(), "F-10", None, policy=POLICY)
    assert [act.file for act in district.casebook.read("F-1")] == ["F-1"]


def test_two_who_decide_on_the_same_facts_cannot_both_append(district: District) -> None:
    first = district.casebook.append(draft(), "F-1", None, policy=POLICY)
    district.casebook.append(draft("one"), "F-1", first, policy=POLICY)
    with pytest.raises(Refusal, match=r"case\.changed_meanwhile"):
        district.casebook.append(draft("other"), "F-1", first, policy=POLICY)
    assert [act.kind for act in district.casebook.read("F-1")] == ["noted", "one"]


def test_of_many_at_once_exactly_one_is_first(district: District) -> None:
    first = district.casebook.append(draft(), "F-1", None, policy=POLICY)
    start, said = Barrier(8), list[str]()

    def append() -> None:
        start.wait()
        try:
            district.casebook.append(draft(), "F-1", first, policy=POLICY)
            said.append("appended")
        except Refusal as refusal:
            said.append(refusal.code)

    threads = [Thread(target=append) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["appended"] + ["case.changed_meanwhile"] * 7


def test_an_act_of_another_process_is_met_with_a_refusal(district: District) -> None:
    """The number is taken in the store although this process never saw it."""
    first = district.casebook.append(draft(), "F-1", None, policy=POLICY)
    other = open_district(district.settings, district.couch, owns_folder=False)
    other.casebook.append(draft(), "F-1", first, policy=POLICY)
    other.close()
    with pytest.raises(Refusal, match=r"case\.changed_meanwhile"):
        district.casebook.append(draft(), "F-1", first, policy=POLICY)


def test_numbers_of_a_series_run_without_a_gap(district: District) -> None:
    for expected in ("SL-2026-0001", "SL-2026-0002", "SL-2026-0003"):
        assert district.casebook.next_file("SL-2026-") == expected
        district.casebook.append(draft(), expected, None, policy=POLICY)
    assert district.casebook.next_file("SL-2027-") == "SL-2027-0001"
    assert district.casebook.next_file("S-2026-") == "S-2026-0001"


@pytest.mark.parametrize("last", [9, 10, 11, 99, 100, 101, 123])
def test_numbers_run_on_where_they_grow_a_digit(district: District, last: int) -> None:
    """Ids are in the order of their text, in which ``S-9`` is behind ``S-10``."""
    for number in range(1, last + 1):
        district.casebook.append(draft(), f"S-{number}", None, policy=POLICY)
    assert district.casebook.next_file("S-", width=1) == f"S-{last + 1}"


def test_files_beyond_what_the_width_holds_are_numbered_on(district: District) -> None:
    for number in (9998, 9999, *range(10000, 10013)):
        district.casebook.append(draft(), f"SL-2026-{number}", None, policy=POLICY)
    assert district.casebook.next_file("SL-2026-") == "SL-2026-10013"


def test_a_chain_never_runs_backwards_when_the_clock_does(district: District, clock: Clock) -> None:
    first = district.casebook.append(draft(), "F-1", None, policy=POLICY)
    clock.instant -= timedelta(hours=3)
    assert district.casebook.append(draft(), "F-1", first, policy=POLICY).at == first.at


def test_a_changed_act_is_refused_by_name(district: District) -> None:
    district.casebook.append(draft(), "F-1", None, policy=POLICY)
    document = district.casebook.database.get("act:F-1:000001")
    district.casebook.database.put(document | {"facts": {"persons": 3}})
    with pytest.raises(Refusal, match=r"record\.damaged") as refused:
        district.casebook.read("F-1")
    assert "act:F-1:000001" in refused.value.sentence()


def test_a_missing_act_breaks_the_chain(district: District) -> None:
    last = None
    for _ in range(3):
        last = district.casebook.append(draft(), "F-1", last, policy=POLICY)
    district.casebook.database.delete(district.casebook.database.get("act:F-1:000002"))
    with pytest.raises(Refusal, match=r"record\.broken_chain"):
        district.casebook.read("F-1")


def test_an_act_read_before_is_still_checked_when_a_one_becomes_true(district: District) -> None:
    """In Python 1 equals true; in the canonical JSON an act is named by, it does not."""
    casebook = district.casebook
    one = ActDraft(kind="noted", by="fang", role="community_clerk", facts={"persons": 1})
    act = casebook.append(one, "F-1", None, policy=POLICY)
    assert casebook.read("F-1") == casebook.read("F-1") == [act]
    stored = casebook.database.get(act.id)
    casebook.database.put(stored | {"facts": {"persons": True}})
    with pytest.raises(Refusal, match=r"record\.damaged"):
        casebook.read("F-1")


def test_chains_foreseen_are_known_and_grow_with_what_is_appended(district: District) -> None:
    first = district.casebook.append(draft(), "SL-2026-0001", None, policy=POLICY)
    district.casebook.append(draft(), "SL-2026-0002", None, policy=POLICY)
    with district.casebook.remembering():
        district.casebook.foresee(["SL-2026-0001", "SL-2026-0002", "SL-2026-0003"])
        second = district.casebook.append(draft(), "SL-2026-0001", first, policy=POLICY)
        assert district.casebook.read("SL-2026-0001") == [first, second]
        assert [act.file for act in district.casebook.read("SL-2026-0002")] == ["SL-2026-0002"]
        assert district.casebook.read("SL-2026-0003") == []


def test_a_chain_that_does_not_hold_is_foreseen_beside_others_and_refused_when_it_is_read(
    district: District,
) -> None:
    for file in ("SL-2026-0001", "SL-2026-0002"):
        district.casebook.append(draft(), file, None, policy=POLICY)
    document = district.casebook.database.get("act:SL-2026-0001:000001")
    district.casebook.database.put(document | {"kind": "other"})
    with district.casebook.remembering():
        district.casebook.foresee(["SL-2026-0001", "SL-2026-0002"])
        assert len(district.casebook.read("SL-2026-0002")) == 1
        with pytest.raises(Refusal) as refused:
            district.casebook.read("SL-2026-0001")
    assert refused.value.code == "record.damaged"
