"""Heads are made after midnight, one a day, over everything that was done; notices prove from them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from server.domain.act import digest_of
from server.domain.head import PUBLIC
from server.domain.merkle import is_consistent, is_included, leaf_hash
from server.errors import Refusal
from server.records.heads import is_signed, read_signed
from server.services.district import District, open_district
from server.services.heads import get_head, newest_printed, prove_notice, publish_due, run_beside
from server.services.verification import verify
from tests.factories import OFFICER, START, Clock, accepted_case, make_empty_district, visited_case
from tests.server.services.story import move, noticed_case, passed_case

MONDAY = date(2026, 3, 2)


def test_nothing_is_published_before_a_day_is_over(district: District, clock: Clock) -> None:
    accepted_case(district)
    assert publish_due(district) == []
    clock.instant = START.replace(hour=16, minute=4)  # four minutes past midnight in China
    assert publish_due(district) == []
    clock.instant = START.replace(hour=16, minute=5)
    [published] = publish_due(district)
    assert published.head.date == MONDAY
    assert publish_due(district) == []


def test_the_head_of_a_day_counts_what_was_done_that_day(district: District) -> None:
    accepted_case(district)
    done = list(district.casebook.documents())
    move(district, days=1)
    accepted_case(district)
    [published] = publish_due(district)
    files = {document["file"] for document in done}
    assert (published.head.acts, published.head.files) == (len(done), len(files))
    move(district, days=1)
    [second] = publish_due(district)
    assert second.head.files == published.head.files + 1
    assert second.head.previous == published.head.digest
    assert is_signed(second.signed, [district.keys.log])


def test_an_empty_district_has_no_head(tmp_path: Path) -> None:
    with make_empty_district(tmp_path / "empty") as district:
        move(district, days=9)
        assert publish_due(district) == []
        assert newest_printed(district) is None
        assert verify(district).ok


def test_every_missed_day_gets_its_head(district: District) -> None:
    """The server was off for a week: a date without a head would look like one that was taken away."""
    accepted_case(district)
    move(district, days=1)
    publish_due(district)
    move(district, days=7)
    accepted_case(district)
    heads = [published.head for published in publish_due(district)]
    files = heads[-1].files
    assert [head.date for head in heads] == [MONDAY + timedelta(days=n) for n in range(1, 8)]
    assert {head.made_at for head in heads} == {district.now()}
    assert {head.size for head in heads} == {get_head(district, MONDAY).head.size}
    move(district, days=1)
    assert publish_due(district)[0].head.files == files + 1
    assert verify(district).ok


def test_any_two_heads_are_consistent(district: District) -> None:
    passed_case(district)
    move(district, days=1)
    heads = publish_due(district)
    assert len(heads) == 5
    for before, after in pairwise(heads):
        path = [bytes.fromhex(node) for node in after.consistency]
        roots = bytes.fromhex(before.head.root), bytes.fromhex(after.head.root)
        assert is_consistent(before.head.size, after.head.size, *roots, path)


def test_making_heads_stopped_in_the_middle_goes_on(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed_case(district)
    move(district, days=1)
    original, made = district.heads.publish, []

    def stopping(*given):
        if len(made) == 2:
            raise KeyboardInterrupt
        made.append(original(*given))
        return made[-1]

    monkeypatch.setattr(district.heads, "publish", stopping)
    with pytest.raises(KeyboardInterrupt):
        publish_due(district)
    monkeypatch.undo()
    assert len(publish_due(district)) == 3
    assert verify(district).ok


def test_a_day_is_counted_whole_however_its_acts_were_told(district: District) -> None:
    """A cluster tells changes again and from the beginning: the checkpoint is a help, not a truth."""
    passed_case(district)
    move(district, days=1)
    publish_due(district)
    district.heads.remember(0)
    accepted_case(district)
    move(district, days=1)
    [published] = publish_due(district)
    assert published.head.files == get_head(district, published.head.date - timedelta(days=1)).head.files + 1
    assert verify(district).ok


def test_no_act_is_dated_into_a_closed_day(district: District) -> None:
    accepted_case(district)
    move(district, days=1)
    publish_due(district)
    move(district, days=-1)
    late = accepted_case(district)
    assert {act.at for act in late.acts} == {START.replace(hour=16)}
    again = open_district(district.settings, district.couch, clock=district.clock, owns_folder=False)
    assert accepted_case(again).acts[0].at == START.replace(hour=16)
    move(district, days=2)
    publish_due(district)
    assert verify(district).ok


def test_a_district_taken_over_without_heads_gets_them_all(district: District) -> None:
    """What was done before there was a log is put into it, and the heads say when they were made."""
    passed_case(district)
    move(district, days=30)
    heads = publish_due(district)
    assert heads[0].head.date == MONDAY
    assert heads[-1].head.date == district.today() - timedelta(days=1)
    assert verify(district).ok


def test_a_notice_waits_for_tonights_head_and_is_proved_by_it(district: District) -> None:
    case, posted = noticed_case(district)
    assert prove_notice(district, case.number, posted.id).state == "waiting"
    move(district, days=1)
    [published] = publish_due(district)
    proof = prove_notice(district, case.number, posted.id)
    assert (proof.state, proof.day) == ("proved", MONDAY)
    head = read_signed(proof.content["head"])
    assert head == published.head
    words = proof.content["statement"]
    leaf = leaf_hash(bytes.fromhex(digest_of(words)))
    path = [bytes.fromhex(node) for node in proof.content["path"]]
    assert is_included(leaf, proof.content["index"], head.size, path, bytes.fromhex(head.root))
    assert {key: words[key] for key in ("head", "persons", "amount_fen")} == {
        "head": "周例平",
        "persons": 2,
        "amount_fen": 34000,
    }
    assert case.number not in str(proof.content)


def test_a_notice_stays_proved_by_the_head_of_its_own_day(district: District) -> None:
    case, posted = noticed_case(district)
    move(district, days=3)
    accepted_case(district)
    publish_due(district)
    assert prove_notice(district, case.number, posted.id).day == MONDAY


def test_a_notice_the_head_does_not_count_is_said_to_be_missing(district: District) -> None:
    case, posted = noticed_case(district)
    act = next(act for act in case.acts if act.kind == "notice_posted")
    move(district, days=1)
    publish_due(district)
    database = district.casebook.database
    document = database.get(act.id)
    document["facts"][PUBLIC] = "0" * 64
    database.put(document | {"digest": digest_of(document)})
    assert prove_notice(district, case.number, posted.id).state == "missing"


def test_a_damaged_head_takes_the_proof_not_the_notice(district: District) -> None:
    case, posted = noticed_case(district)
    move(district, days=1)
    publish_due(district)
    database = district.casebook.database
    database.put(database.get(f"head:{MONDAY.isoformat()}") | {"signed": "x"})
    assert prove_notice(district, case.number, posted.id).state == "missing"


def test_a_notice_without_words_in_the_log_is_of_an_earlier_time(district: District) -> None:
    case, posted = noticed_case(district)
    act = next(act for act in case.acts if act.kind == "notice_posted")
    database = district.casebook.database
    document = database.get(act.id)
    del document["facts"][PUBLIC]
    database.put(document | {"digest": digest_of(document)})
    assert prove_notice(district, case.number, posted.id).state == "earlier"


def test_there_is_no_head_of_a_day_to_come(district: District) -> None:
    with pytest.raises(Refusal, match=r"log\.unknown_day"):
        get_head(district, MONDAY)
    case = visited_case(district)
    with pytest.raises(Refusal, match=r"notice\.unknown"):
        prove_notice(district, case.number, "SL-2026-1")


def test_the_loop_makes_the_head_by_itself(district: District) -> None:
    accepted_case(district)
    move(district, days=1)
    stop = Event()
    thread = Thread(target=run_beside, args=(district, stop))
    thread.start()
    until = monotonic() + 20
    while newest_printed(district) is None and monotonic() < until:
        sleep(0.02)
    stop.set()
    thread.join()
    published = get_head(district, MONDAY)
    assert newest_printed(district) == (MONDAY, published.head.short)


def test_the_poster_shows_no_more_because_of_the_log(district: District) -> None:
    """The words kept for the log are what the pack publishes, masked where it masks (PR-02)."""
    case, _ = noticed_case(district)
    act = next(act for act in case.acts if act.kind == "notice_posted")
    words = district.evidence.get("statement", case.number, act.facts["statement"])
    assert set(words) == {
        "type", "notice", "salt", "posted_on", "first_day", "last_day", "head", "persons", "amount_fen",
    }  # fmt: skip
    assert len(words["salt"]) == 32
    assert OFFICER.user_id not in str(words)
