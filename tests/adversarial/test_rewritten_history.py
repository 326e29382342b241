"""Whoever rewrites, cuts or replaces what was published is found, with the place, even with the log key."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from joserfc.jwk import ECKey

from server.cli import main
from server.domain.act import FIRST_PREVIOUS, Act, digest_of, parse_act
from server.domain.days import shanghai_date
from server.domain.head import Head, format_head, grow, lines_of, next_head
from server.records.heads import SIGNED_TYPE, Heads, Published, read_signed
from server.records.keys import sign
from server.services.district import District
from server.services.heads import publish_due
from server.services.mailing import auditors_copy
from server.services.verification import Problem, verify
from server.services.witnesses import Witness, read_witnesses
from tests.factories import Clock, accepted_case, make_district, make_empty_district
from tests.server.services.story import passed_case

DAY = timedelta(days=1)


@dataclass
class Told:
    """A district whose heads went out: what the papers and the auditor hold."""

    district: District
    number: str  # of a case decided over several days
    heads: list[Published]
    folder: Path

    @property
    def paper(self) -> Witness:
        """The short form on a notice, printed when the newest head was this."""
        head = self.heads[-1].head
        return Witness("paper", head.short, head.date)

    def copy(self) -> list[Witness]:
        """The auditor's mail, read back."""
        return read_witnesses(str(self.folder / "mailed.json"))


@pytest.fixture
def told(district: District, tmp_path: Path) -> Told:
    number = passed_case(district).number
    accepted_case(district)
    assert isinstance(district.clock, Clock)
    district.clock.move(days=1)
    heads = publish_due(district)
    copy = auditors_copy(district, heads[0].head.date, heads[-1].head.date)
    (tmp_path / "mailed.json").write_bytes(copy)
    return Told(district, number, heads, tmp_path)


def test_what_nobody_touched_holds(told: Told) -> None:
    report = verify(told.district, [told.paper, *told.copy()])
    assert report.problems == []
    assert (report.heads, report.compared) == (len(told.heads), len(told.heads) + 1)
    assert report.newest == told.heads[-1].head


def test_an_act_rewritten_with_all_following_digests_recomputed(told: Told) -> None:
    rewrite(told.district, told.number, 3)
    day = told.district.get_case(told.number).acts[2].at
    assert found(told.district) == {(f"act:{told.number}:000003", "log.rewritten")}
    assert shanghai_date(day).isoformat() in verify(told.district).problems[0].zh


def test_the_words_of_a_notice_exchanged_in_its_act(told: Told) -> None:
    acts = told.district.get_case(told.number).acts
    posted = next(act for act in acts if act.kind == "notice_posted")
    database = told.district.casebook.database
    document = database.get(posted.id)
    document["facts"]["public"] = "1" * 64
    database.put(document | {"digest": digest_of(document)})
    rechain(told.district, told.number)
    assert (posted.id, "log.rewritten") in found(told.district)


def test_the_last_acts_cut_off(told: Told) -> None:
    acts = told.district.get_case(told.number).acts
    for act in acts[-2:]:
        remove(told.district, act.id)
    assert found(told.district) == {(acts[-2].id, "log.cut")}


def test_a_whole_file_removed(told: Told) -> None:
    for act in told.district.get_case(told.number).acts:
        remove(told.district, act.id)
    assert (f"act:{told.number}", "log.file_removed") in found(told.district)


def test_an_act_added_to_a_day_that_was_published(told: Told) -> None:
    """A household that never applied gets a file from last week."""
    database = told.district.casebook.database
    document = database.get(f"act:{told.number}:000001") | {"_id": "act:SL-2026-0900:000001"}
    document |= {"file": "SL-2026-0900", "salt": "9" * 32}
    document = {key: value for key, value in document.items() if key != "_rev"}
    database.create(document | {"digest": digest_of(document)})
    assert ("act:SL-2026-0900:000001", "log.unlisted") in found(told.district)


def test_an_act_dated_before_the_log_began(told: Told) -> None:
    database = told.district.casebook.database
    document = database.get(f"act:{told.number}:000001") | {"_id": "act:SL-2026-0900:000001"}
    document |= {"file": "SL-2026-0900", "at": "2025-12-01T01:00:00Z"}
    document = {key: value for key, value in document.items() if key != "_rev"}
    database.create(document | {"digest": digest_of(document)})
    assert ("act:SL-2026-0900:000001", "log.unlisted") in found(told.district)


def test_a_head_replaced_by_one_of_another_key(told: Told) -> None:
    published = told.heads[1]
    stranger = ECKey.generate_key("P-256", private=True)
    kid = told.district.keys.log.thumbprint()
    put_head(told.district, published.head, sign(stranger, format_head(published.head), SIGNED_TYPE, kid))
    assert (name(published.head), "log.forged") in found(told.district)


def test_a_task_signed_by_the_log_key_is_no_head(told: Told) -> None:
    """The same key signs what tablets are told; a signature for one is none for the other."""
    published = told.heads[1]
    signed = sign(told.district.keys.log, format_head(published.head), "ruhu+jws")
    put_head(told.district, published.head, signed)
    assert (name(published.head), "log.forged") in found(told.district)


def test_a_head_replaced_and_signed_with_the_real_key(told: Told) -> None:
    head = replace(told.heads[1].head, files=told.heads[1].head.files + 1)
    put_head(told.district, head, sign(told.district.keys.log, format_head(head), SIGNED_TYPE))
    assert found(told.district) == {(name(told.heads[2].head), "log.broken")}


def test_a_head_removed(told: Told) -> None:
    remove(told.district, name(told.heads[2].head))
    assert (name(told.heads[2].head), "log.missing") in found(told.district)


def test_the_first_head_removed(told: Told) -> None:
    remove(told.district, name(told.heads[0].head))
    assert (name(told.heads[1].head), "log.broken") in found(told.district)


def test_a_head_backdated(told: Told) -> None:
    """It claims to have been made before the day it closes was over."""
    last = told.heads[-1].head
    head = replace(last, made_at=last.made_at - timedelta(days=2))
    put_head(told.district, head, sign(told.district.keys.log, format_head(head), SIGNED_TYPE))
    assert found(told.district) == {(name(last), "log.backdated")}


def test_a_head_put_under_another_day(told: Told) -> None:
    database = told.district.casebook.database
    signed = told.heads[1].signed
    database.put(database.get(name(told.heads[2].head)) | {"signed": signed})
    assert (name(told.heads[2].head), "record.damaged") in found(told.district)


def test_two_heads_for_one_day_in_the_store(told: Told) -> None:
    """Two nodes of a cluster each keep their own: one person would be shown this, another that."""
    database = told.district.casebook.database
    stored = database.get(name(told.heads[1].head))
    other = {key: value for key, value in stored.items() if key not in ("_rev", "_attachments")}
    other["_revisions"] = {"start": 1, "ids": ["f" * 32]}
    database.bulk([other | {"_rev": f"1-{'f' * 32}"}], new_edits=False)
    assert (name(told.heads[1].head), "log.two_heads") in found(told.district)


def test_two_heads_for_one_day_shown_to_two_people(told: Told) -> None:
    """Split view: the auditor was mailed a head the real key signed, everybody else another."""
    head = replace(told.heads[1].head, files=77)
    signed = sign(told.district.keys.log, format_head(head), SIGNED_TYPE)
    (told.folder / "shown.jws").write_text(signed)
    [witness] = read_witnesses(str(told.folder / "shown.jws"))
    assert found(told.district, [witness]) == {(name(head), "log.two_signed")}


def test_leaves_altered_beside_a_head(told: Told) -> None:
    head = told.heads[0].head
    database = told.district.casebook.database
    database.put_attachment(database.get(name(head)), "leaves.json", b"[]", "application/json")
    assert found(told.district) == {(name(head), "record.damaged")}


def test_one_byte_of_the_leaves_changed_on_the_disk(told: Told) -> None:
    head = told.heads[0].head
    leaves = told.district.casebook.database.get_attachment(name(head), "leaves.json")
    [file] = told.folder.rglob("couch.sqlite")
    with closing(sqlite3.connect(file)) as store, store:
        changed = leaves.replace(b"act:", b"act;", 1)
        done = store.execute("UPDATE contents SET body = ? WHERE body = ?", (changed, leaves))
        assert done.rowcount == 1
    assert found(told.district) == {(name(head), "record.damaged")}


def test_an_administrator_who_signs_everything_again(told: Told) -> None:
    """Chain, leaves and heads fit together; the paper and the auditor's copy do not fit them."""
    rewrite(told.district, told.number, 3)
    sign_again(told.district)
    assert found(told.district) == set()
    assert found(told.district, [told.paper]) == {(name(told.heads[-1].head), "log.differs")}
    by_copy = found(told.district, told.copy())
    assert (f"act:{told.number}:000003", "log.not_in_copy") in by_copy
    assert {code for _, code in by_copy} == {"log.two_signed", "log.not_in_copy", "log.copy_lacks"}


def test_a_paper_without_its_date_is_enough(told: Told) -> None:
    rewrite(told.district, told.number, 3)
    witness = replace(told.paper, day=None)
    assert found(told.district, [witness]) == found(told.district)
    sign_again(told.district)
    assert {code for _, code in found(told.district, [witness])} == {"log.not_published"}


def test_the_last_days_cut_off_with_their_heads(told: Told) -> None:
    """What is left fits together: only somebody who saw the later head knows."""
    for published in told.heads[-3:]:
        day = published.head.date
        for line in told.district.heads.lines(day):
            remove(told.district, line.act)
        remove(told.district, name(published.head))
    assert {code for _, code in found(told.district)} <= {"record.missing"}
    assert (name(told.heads[-1].head), "log.cut_off") in found(told.district, [told.paper])


def test_a_copy_somebody_else_made_accuses_nobody(told: Told) -> None:
    """A forged mail is called forged, not a rewritten history."""
    stranger = ECKey.generate_key("P-256", private=True)
    head = replace(told.heads[1].head, files=77)
    signed = sign(stranger, format_head(head), SIGNED_TYPE, told.district.keys.log.thumbprint())
    (told.folder / "forged.json").write_text(json.dumps({"heads": [{"signed": signed, "leaves": []}]}))
    assert {code for _, code in found(told.district, read_witnesses(str(told.folder / "forged.json")))} == {
        "log.copy_forged"
    }


def test_the_clock_set_back_puts_nothing_into_a_published_day(told: Told) -> None:
    assert isinstance(told.district.clock, Clock)
    told.district.clock.move(days=-5)
    accepted_case(told.district)
    assert found(told.district) == set()


def test_the_command_names_the_place_and_exits_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    clock, folder = Clock(), tmp_path / "data"
    with make_district(folder, clock) as district:
        number = passed_case(district).number
        clock.move(days=1)
        paper = publish_due(district)[-1].head
    dated = f"{paper.date.isoformat()}={paper.short.lower().replace('-', '')}"
    assert main(["verify", "--data", str(folder), "--against", dated]) == 0
    assert f"最新的总账：{paper.date.isoformat()}  {paper.short}" in capsys.readouterr().out
    with make_empty_district(folder, clock) as district:
        rewrite(district, number, 2)
        sign_again(district)
    assert main(["verify", "--data", str(folder)]) == 0
    capsys.readouterr()
    assert main(["verify", "--data", str(folder), "--against", dated]) == 1
    assert f"手里 {paper.date.isoformat()} 的总账是 {paper.short}，现在存的是" in capsys.readouterr().out
    assert main(["verify", "--data", str(folder), "--against", dated, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], answer["problems"][0]["code"]) == (False, "log.differs")


# ---- the attackers' tools


def found(district: District, witnesses: Sequence[Witness] = ()) -> set[tuple[str, str]]:
    def place(problem: Problem) -> tuple[str, str]:
        return problem.document, problem.code

    return {place(problem) for problem in verify(district, witnesses).problems}


def name(head: Head) -> str:
    return f"head:{head.date.isoformat()}"


def remove(district: District, document_id: str) -> None:
    database = district.casebook.database
    stored = database.find(document_id)
    if stored is not None:
        database.delete(stored)


def rewrite(district: District, number: str, n: int) -> None:
    """Changes who did an act, and makes every digest after it fit again."""
    database = district.casebook.database
    database.put(database.get(f"act:{number}:{n:06d}") | {"by": "somebody"})
    rechain(district, number)


def rechain(district: District, number: str) -> None:
    database, previous = district.casebook.database, FIRST_PREVIOUS
    for document in list(district.casebook.file_documents(number)):
        changed = document | {"previous": previous}
        previous = digest_of(changed)
        database.put(changed | {"digest": previous})


def put_head(district: District, head: Head, signed: str) -> None:
    database = district.casebook.database
    database.put(database.get(name(head)) | {"signed": signed})


def sign_again(district: District) -> None:
    """Makes every head anew from the chains as they are, with the district's own key."""
    database = district.casebook.database
    stored = [document["_id"] for document in database.all("head:", "head:\ufff0")]
    made_at = {
        document_id: read_signed(database.get(document_id)["signed"]).made_at for document_id in stored
    }
    acts = [parse_act(document) for document in district.casebook.documents()]
    heads, before = Heads(database), None
    for document_id in stored:
        remove(district, document_id)
        day = date.fromisoformat(document_id.removeprefix("head:"))
        of_day = [act for act in acts if shanghai_date(act.at) == day]
        before = publish_again(district, heads, before, day, of_day, made_at[document_id])


def publish_again(
    district: District,
    heads: Heads,
    before: Published | None,
    day: date,
    acts: Sequence[Act],
    made_at: datetime,
) -> Published:
    lines = lines_of(acts)
    earlier = before.head if before else None
    tree = grow(earlier, [bytes.fromhex(peak) for peak in before.peaks] if before else [], lines)
    head = next_head(earlier, day, tree, acts, made_at)
    return heads.publish(district.keys.log, head, tree, earlier.size if earlier else 0, lines)
