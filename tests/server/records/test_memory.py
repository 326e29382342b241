"""What was read is known until it is written, by whomever, and no longer than asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Thread

import pytest

from server.domain.act import ActDraft
from server.errors import Refusal
from server.records.entries import Area
from server.records.memory import Memory
from server.services.district import District, open_district
from sync.couch import Database

POLICY = "sifang-seed@1"


class Source:
    """Something that counts how often it is read."""

    def __init__(self) -> None:
        self.value = self.reads = 0

    def read(self) -> int:
        self.reads += 1
        return self.value


def elsewhere(work: Callable[[], object]) -> None:
    """In another thread of the process."""
    thread = Thread(target=work)
    thread.start()
    thread.join()


def append(district: District, file: str = "F-1") -> None:
    acts = district.casebook.read(file)
    draft = ActDraft("noted", "fang", "community_clerk")
    district.casebook.append(draft, file, acts[-1] if acts else None, policy=POLICY)


def test_a_thing_is_read_once_while_it_is_open_and_again_each_time_when_it_is_not() -> None:
    memory, source = Memory[int](), Source()
    with memory.open(), memory.open():
        assert [memory.recall("g", "k", source.read) for _ in range(3)] == [0, 0, 0]
    assert source.reads == 1
    memory.recall("g", "k", source.read)
    memory.recall("g", "k", source.read)
    assert source.reads == 3


def test_what_is_forgotten_by_another_thread_is_read_anew() -> None:
    memory, source = Memory[int](), Source()
    with memory.open():
        memory.recall("g", "k", source.read)
        memory.recall("other", "k", source.read)
        source.value = 1
        elsewhere(lambda: memory.forget("g"))
        assert memory.recall("g", "k", source.read) == 1
        assert memory.recall("other", "k", source.read) == 0


def test_what_was_written_while_it_was_read_is_not_remembered() -> None:
    """Read, then written by somebody, then answered: the answer is old."""
    memory, source = Memory[int](), Source()

    def read_slowly() -> int:
        old = source.read()
        source.value = 1
        elsewhere(lambda: memory.forget("g"))
        return old

    with memory.open():
        assert memory.recall("g", "k", read_slowly) == 0
        assert memory.recall("g", "k", source.read) == 1


def test_another_thread_does_not_know_what_this_one_remembers() -> None:
    memory, source = Memory[int](), Source()
    with memory.open():
        memory.recall("g", "k", source.read)
        elsewhere(lambda: memory.recall("g", "k", source.read))
    assert source.reads == 2


def test_a_remembered_chain_follows_what_is_appended_here_and_in_another_thread(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(district)
    with district.remembering():
        assert len(district.casebook.read("F-1")) == 1
        with monkeypatch.context() as patched:
            patched.setattr(Database, "_all_docs", _must_not_be_read)
            append(district)
            assert [act.n for act in district.casebook.read("F-1")] == [1, 2]
        elsewhere(lambda: append(district))
        assert [act.n for act in district.casebook.read("F-1")] == [1, 2, 3]
    assert [act.n for act in district.casebook.read("F-1")] == [1, 2, 3]


def _must_not_be_read(*_: object, **__: object) -> list[object]:
    raise AssertionError("the chain is known")


def test_who_appends_on_a_remembered_chain_that_another_process_has_written_on_is_refused_once(
    district: District,
) -> None:
    append(district)
    other = open_district(district.settings, district.couch, owns_folder=False)
    with district.remembering():
        district.casebook.read("F-1")
        append(other)
        with pytest.raises(Refusal, match=r"case\.changed_meanwhile"):
            append(district)
        append(district)
        assert [act.n for act in district.casebook.read("F-1")] == [1, 2, 3]
    other.close()


def test_a_remembered_entry_is_read_anew_once_one_of_its_kind_was_written(district: District) -> None:
    office = district.office
    area = Area("s", "street", "松", "Song", "S")
    with district.remembering():
        assert office.find(Area, "s") is None
        assert office.every(Area) == []
        elsewhere(lambda: office.create(area))
        assert office.find(Area, "s") == area
        assert office.every(Area) == [area]
        elsewhere(lambda: office.change(Area, "s", lambda one: replace(one, name_zh="柏")))
        assert [one.name_zh for one in office.every(Area)] == ["柏"]
        elsewhere(lambda: office.delete(area))
        assert office.find(Area, "s") is None


def test_evidence_is_remembered_only_once_it_was_written(district: District) -> None:
    photo = b"a photo"
    with district.remembering():
        with pytest.raises(Refusal, match=r"record\.missing"):
            district.evidence.get("visit", "F-1", "0" * 64)
        named = [(photo, "image/jpeg")]
        digest = district.evidence.put_whole("visit", "F-1", {"a": 1}, named, salt="s")
        assert district.evidence.get("visit", "F-1", digest) == {"a": 1}
    assert district.evidence.get("visit", "F-1", digest) == {"a": 1}
