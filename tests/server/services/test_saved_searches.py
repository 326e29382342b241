"""Searches kept under a name: each person's own, without the end of an identity number."""

from __future__ import annotations

import pytest

from server.errors import Refusal
from server.services.district import District
from server.services.saved_searches import MANY, delete_search, list_saved, rename_search, save_search
from server.services.searches import Asked
from tests.factories import OFFICER, REVIEWER

ASKED = Asked(q="槐安路", stage="visited")


def test_a_search_is_kept_renamed_and_deleted(district: District) -> None:
    saved = save_search(district, OFFICER, "  槐安路 入户  ", ASKED)
    assert [(each.name, dict(each.filters)) for each in list_saved(district, OFFICER)] == [
        ("槐安路 入户", {"q": "槐安路", "stage": "visited"})
    ]
    rename_search(district, OFFICER, saved.id, "槐安路")
    assert [each.name for each in list_saved(district, OFFICER)] == ["槐安路"]
    delete_search(district, OFFICER, saved.id)
    assert list_saved(district, OFFICER) == []


def test_the_same_name_again_is_the_newer_search(district: District) -> None:
    save_search(district, OFFICER, "常看", ASKED)
    save_search(district, OFFICER, "常看", Asked(stage="examined"))
    assert [dict(each.filters) for each in list_saved(district, OFFICER)] == [{"stage": "examined"}]


def test_nobody_reaches_somebody_elses_searches(district: District) -> None:
    saved = save_search(district, OFFICER, "常看", ASKED)
    assert list_saved(district, REVIEWER) == []
    for attempt in (
        lambda: delete_search(district, REVIEWER, saved.id),
        lambda: rename_search(district, REVIEWER, saved.id, "别人的"),
    ):
        with pytest.raises(Refusal, match=r"record\.missing"):
            attempt()
    assert [each.name for each in list_saved(district, OFFICER)] == ["常看"]


def test_the_end_of_an_identity_number_is_not_kept(district: District) -> None:
    saved = save_search(district, OFFICER, "一家", Asked(q="周", tail="0010"))
    assert dict(saved.filters) == {"q": "周"}
    with pytest.raises(Refusal, match=r"search\.empty"):
        save_search(district, OFFICER, "一家", Asked(tail="0010"))


def test_names_are_short_and_searches_few(district: District) -> None:
    for name in ("", "   ", "名" * 41):
        with pytest.raises(Refusal, match=r"search\.name"):
            save_search(district, OFFICER, name, ASKED)
    for n in range(MANY):
        save_search(district, OFFICER, f"第 {n} 个", ASKED)
    with pytest.raises(Refusal, match=r"search\.many"):
        save_search(district, OFFICER, "再一个", ASKED)
    save_search(district, OFFICER, "第 0 个", Asked(q="梧桐"))
