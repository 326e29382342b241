"""An index made in parts is the one made file by file, and what does not hold is on no list."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from server.records import rebuild
from server.records.index import CaseFilter, Index
from server.records.rebuild import Part, fill_index, fold_part, list_series, parts_of
from server.records.tables import TABLES
from server.services.district import District, open_sources
from sync.couch import CouchError, Database
from tests.factories import accepted_case, assigned_case, furnish

FIXED = ("cases", "clocks", "notices", "objections", "meetings", "work", "registered", "damaged")


@pytest.fixture
def worked(district: District) -> District:
    """A few cases at different stages."""
    furnish(district)
    for _ in range(3):
        accepted_case(district)
    assigned_case(district)
    return district


def rows_in(index: Index) -> dict[str, list[tuple[object, ...]]]:
    names = (*FIXED, *(table.name for table in TABLES))
    return {name: sorted(index.query(f"SELECT * FROM {name}")) for name in names}


def rebuilt(district: District, path: Path | None = None) -> Index:
    index = Index(path, district.casebook.database, lambda _file: ())
    fill_index(index, district.casebook.database, open_sources(district.settings, district.couch))
    return index


@pytest.mark.parametrize("size", [3, 7, 4000])
def test_parts_of_any_size_add_up_to_what_was_folded_act_by_act(
    worked: District, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(rebuild, "PART", size)  # smaller than most files, so that some are longer than a part
    told = rows_in(rebuilt(worked))
    assert told == rows_in(worked.index)
    assert len(told["cases"]) == 4


def test_every_act_is_in_one_part(worked: District) -> None:
    casebook, sources = worked.casebook.database, open_sources(worked.settings, worked.couch)
    parts = list(parts_of(casebook, sources))
    files = [file for part in parts for file in part.folded.finds]
    assert len(files) == len(set(files))
    assert sum(part.acts for part in parts) == len(list(worked.casebook.documents()))
    starts = [start for start, _ in list_series(casebook)]
    assert starts == sorted(set(starts))


def test_a_chain_that_does_not_hold_is_noted_and_the_others_are_listed(worked: District) -> None:
    number = worked.index.cases(CaseFilter())[0].number
    document = next(worked.casebook.file_documents(number))
    worked.casebook.database.put({**document, "by": "somebody else"})
    index = rebuilt(worked)
    assert index.damaged() == {number: "record.damaged"}
    assert index.find_case(number) is None
    assert len(index.cases(CaseFilter())) == 3


def test_an_act_the_store_will_not_give_out_keeps_no_index_from_being_made(
    worked: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = worked.index.cases(CaseFilter())[0].number
    monkeypatch.setattr(Database, "scan", _failing_at(f"act:{number}:000002", Database.scan))
    monkeypatch.setattr(Database, "get", _failing_at(f"act:{number}:000002", Database.get))
    index = rebuilt(worked)
    assert index.damaged() == {number: "record.damaged"}
    assert len(index.cases(CaseFilter())) == 3


def _failing_at(document_id: str, read: Callable[..., Any]) -> Callable[..., Any]:
    """A reading of the store that meets a damaged document: of a range within it, or of that one."""

    def reading(database: Database, first: str, *further: Any) -> Any:
        last = further[0] if further else first
        if first <= document_id <= last:
            raise CouchError(500, "damaged", f"document {document_id!r} does not match its checksum")
        return read(database, first, *further)

    return reading


def test_evidence_that_was_changed_is_not_shown(worked: District) -> None:
    row = worked.index.cases(CaseFilter())[0]
    evidence = worked.couch.database("evidence")
    declared = worked.get_case(row.number).declared
    document = evidence.get(f"declared:{row.number}:{declared}")
    document["content"]["members"][0]["name"] = "别人"
    evidence.put(document)
    found = rebuilt(worked).find_case(row.number)
    assert found is not None
    assert (row.head != "", found.head) == (True, "")


def searched_by(index: Index) -> list[tuple[object, ...]]:
    return sorted(index.query("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))


def found_in(index: Index) -> list[list[tuple[object, ...]]]:
    """Who is found by what: the keys of the rows are the index's own."""
    return [
        sorted(index.query(query))
        for query in (
            "SELECT file, street, community, stage, applied_on, words FROM finds",
            "SELECT tail, file FROM find_tails JOIN finds USING (id)",
            "SELECT assessor, file FROM find_teams JOIN finds USING (id)",
            "SELECT file FROM find_words JOIN finds ON id = find_words.rowid WHERE find_words MATCH '松林街'",
            "SELECT file FROM find_pairs JOIN finds ON id = find_pairs.rowid WHERE find_pairs MATCH '松林'",
        )
    ]


def test_it_is_searched_by_the_same_and_finds_the_same(worked: District) -> None:
    told = rebuilt(worked)
    assert searched_by(told) == searched_by(worked.index)
    assert found_in(told) == found_in(worked.index)
    assert all(found_in(told)[:3])


def test_a_command_that_meets_a_filling_half_done_fills_its_own(worked: District, tmp_path: Path) -> None:
    casebook = worked.casebook.database
    half = Index(tmp_path / "half.sqlite", casebook, lambda _file: ())
    half.clear()
    mine = Index(None, casebook, lambda _file: ())
    assert mine.take_over(tmp_path / "half.sqlite")
    assert mine.is_new  # so that whoever took it over knows
    half.close()
    fill_index(mine, casebook, open_sources(worked.settings, worked.couch))
    assert searched_by(mine) == searched_by(worked.index)


def test_what_was_cut_short_is_begun_anew(worked: District, tmp_path: Path) -> None:
    def cut_short(casebook: Database, sources: rebuild.Sources) -> Iterator[Part]:
        start, end = next(iter(list_series(casebook)))
        yield fold_part(casebook, sources, start, end)
        raise KeyboardInterrupt

    sources = open_sources(worked.settings, worked.couch)
    index = Index(tmp_path / "other.sqlite", worked.casebook.database, lambda _file: ())
    with pytest.raises(KeyboardInterrupt):
        fill_index(index, worked.casebook.database, sources, cut_short)
    assert index.is_new
    index.close()
    torn = tmp_path / "other.sqlite"
    os.truncate(torn, torn.stat().st_size // 2)  # no log is kept while it is filled
    again = rebuilt(worked, torn)
    assert not again.is_new
    assert rows_in(again) == rows_in(worked.index)
    assert searched_by(again) == searched_by(worked.index)
    again.close()
