"""A visit laid out to be read: every section of what was filled in, in both languages (S7-APPR-01)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms.library import get_definition
from forms.record import Record
from server.services.readings import Lang, Line, Rows, Section, read_out

VECTORS = Path(__file__).parents[2] / "vectors" / "records"
NAMES = [path.stem for path in sorted(VECTORS.glob("*.json"))]


def sections(name: str, lang: Lang = "zh") -> tuple[Section, ...]:
    given = json.loads((VECTORS / f"{name}.json").read_text("utf-8"))
    form = get_definition(given["form"])
    return read_out(form, Record(form, given["answers"], today=given["today"]).sealed(), lang)


def lines(items: tuple[Line | Rows, ...]) -> Iterator[Line]:
    for item in items:
        if isinstance(item, Line):
            yield item
        else:
            for _, inside in item.rows:
                yield from lines(inside)


def said(name: str, lang: Lang = "zh") -> dict[str, str]:
    return {line.name: line.text for section in sections(name, lang) for line in lines(section.items)}


def test_every_section_of_the_home_visit_is_read_out() -> None:
    assert [section.name for section in sections("home-visit")] == [
        *("privacy", "arrival", "members", "property", "housing", "spending"),
        *("living", "checks", "opinion_section"),
    ]


def test_what_is_left_out_deducted_owned_spent_and_heard_is_there() -> None:
    told = said("home-visit")
    assert told["exempt_amount"] == "180.00 元"
    assert told["exempt_rule"] == "残疾人两项补贴办法"
    assert told["deducted_basis"] == "本人口述"
    assert told["vehicle_use"] == "靠它谋生"
    assert told["spending_total"] == "2,260.00 元"
    assert told["neighbour_said"] == "男的病了两年，靠女的打零工。"
    assert told["original_note"] == "工资条上是一千八百六十元。"
    assert told["since"] == "2024年4月"
    assert told["photo_door"] == "1 张，见照片"
    assert told["health"] == "健康"


def test_a_row_is_named_once_by_its_title() -> None:
    (members,) = (item for item in sections("home-visit")[2].items if isinstance(item, Rows))
    assert [name for name, _ in members.rows] == ["周例平", "陈示兰", "周示晨"]
    assert all(line.name != "name" for line in lines((members,)))


def test_an_identity_number_is_masked() -> None:
    form = get_definition("home-visit@2")
    member = {"_id": "m1", "name": "周例平", "id_number": "299901197401020015"}
    (section,) = read_out(form, {"member": [member]}, "zh")
    assert [line.text for line in lines(section.items)] == ["299901********0015"]


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_form_can_be_read_in_both_languages(name: str) -> None:
    zh, en = sections(name), sections(name, "en")
    assert [section.name for section in zh] == [section.name for section in en]
    labels = [line.label for section in en for line in lines(section.items)]
    assert labels
    assert not [label for label in labels if any("\u4e00" <= character <= "\u9fff" for character in label)]
