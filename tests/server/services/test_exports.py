"""Exports hold one's own area, masked, each on the record; every format says the same."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from server.domain.export import FORMATS, ExportFilter
from server.domain.household import parse_household
from server.domain.permission import Actor
from server.errors import Refusal
from server.services.district import District
from server.services.exports import count_export, make_export
from server.services.reads import list_reads
from server.services.stops import stop_receipt
from server.services.verification import verify
from tests.factories import (
    ADMINISTRATOR,
    CLERK,
    HEAD_OF_BUREAU,
    OFFICER,
    REVIEWER,
    accepted_case,
    assigned_case,
    enrolled_tablet,
    picture,
    reconcile,
    visited_case,
)
from tests.findings import photo_record
from tests.server.services.reviewing import begun, decided, in_receipt, move_to, told

EVERYTHING = ExportFilter()


def taken(district: District, kind: str, form: str, actor: Actor = OFFICER, **options: Any) -> bytes:
    return b"".join(make_export(district, actor, kind, form, EVERYTHING, **options).pieces)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_every_format_says_the_same(district: District) -> None:
    case = visited_case(district)
    accepted_case(district)
    table = rows_of(taken(district, "cases", "csv"))
    objects = [json.loads(line) for line in taken(district, "cases", "jsonl").splitlines()]
    sheet = load_workbook(io.BytesIO(taken(district, "cases", "xlsx"))).active
    assert sheet is not None
    lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert (
        [row["案号"] for row in table]
        == [one["number"] for one in objects]
        == [line[0] for line in lines[1:]]
    )
    assert list(table[0]) == lines[0]
    first = next(one for one in objects if one["number"] == case.number)
    assert (first["street_name"], first["stage_name"]) == ("松林街道", "已入户")


def test_a_visit_without_a_place_has_no_geometry(district: District) -> None:
    case = visited_case(district)
    collection = json.loads(taken(district, "visits", "geojson"))
    assert collection["type"] == "FeatureCollection"
    (feature,) = collection["features"]
    assert feature["properties"]["case"] == case.number
    assert feature["properties"]["counts"] is True
    assert feature["properties"]["digest"] == case.visit.digest if case.visit else False
    assert feature["geometry"] is None  # no photo says where it was taken


def test_a_position_read_on_a_chinese_map_is_put_out_in_wgs84(district: District) -> None:
    case, tablet = assigned_case(district), enrolled_tablet(district)
    here = {"lat": "31.198069", "lon": "121.504522", "system": "GCJ-02", "accuracy_m": "12"}
    contents = [picture("door"), picture("room")]
    photos = [photo_record(content, district.now()) | {"position": here} for content in contents]
    tablet.push(tablet.seal(tablet.fill_in(case, contents) | {"photos": photos}), contents)
    assert reconcile(district).accepted == 1
    (feature,) = json.loads(taken(district, "visits", "geojson"))["features"]
    east, north = feature["geometry"]["coordinates"]
    assert abs(north - 31.2) < 0.0003  # it is shifted by 0.002 and 0.0045 degrees there
    assert abs(east - 121.5) < 0.0003
    assert feature["properties"]["accuracy_m"] == 12


def test_an_empty_collection_is_json(district: District) -> None:
    assert json.loads(taken(district, "visits", "geojson"))["features"] == []
    assert taken(district, "cases", "jsonl") == b""


def test_identity_numbers_are_masked_until_asked_for(district: District) -> None:
    case = accepted_case(district)
    number = parse_household(
        district.evidence.get("declared", case.number, case.declared)
    ).head.identity_number
    (masked,) = rows_of(taken(district, "cases", "csv"))
    (full,) = rows_of(taken(district, "cases", "csv", full=True))
    assert masked["户主身份证号"] == "*" * 14 + number[-4:]
    assert full["户主身份证号"] == number
    kept = list_reads(district, ADMINISTRATOR, district.today().isoformat()[:7])
    assert [each.of.get("identity_number") for each in kept if each.what == "export"] == ["full", None]


def test_whoever_may_not_ask_for_numbers_gets_none(district: District) -> None:
    accepted_case(district)
    with pytest.raises(Refusal, match=r"person\.may_not"):
        taken(district, "cases", "csv", ADMINISTRATOR, full=True)
    with pytest.raises(Refusal, match=r"person\.may_not"):
        count_export(district, ADMINISTRATOR, "cases", EVERYTHING)


def test_every_export_is_an_act_of_whoever_took_it(district: District) -> None:
    accepted_case(district)
    for _ in range(2):
        taken(district, "cases", "csv")
    make_export(district, REVIEWER, "visits", "geojson", replace(EVERYTHING, first="2026-03-01"))
    kept = list_reads(district, ADMINISTRATOR, district.today().isoformat()[:7])
    assert sorted((each.user, each.of["kind"], each.of["form"], each.of["rows"]) for each in kept) == [
        ("gao", "cases", "csv", 1),
        ("gao", "cases", "csv", 1),
        ("xie", "visits", "geojson", 0),
    ]
    assert next(each for each in kept if each.user == "xie").of["narrowed"] == {"first": "2026-03-01"}
    assert verify(district).ok


def test_nobody_exports_another_area(district: District) -> None:
    accepted_case(district)
    stranger = replace(OFFICER, street="elsewhere")
    assert rows_of(taken(district, "cases", "csv", stranger)) == []
    assert count_export(district, replace(CLERK, community="elsewhere"), "cases", EVERYTHING) == 0
    with pytest.raises(Refusal, match=r"person\.other_area"):
        make_export(district, OFFICER, "cases", "csv", replace(EVERYTHING, street="elsewhere"))
    with pytest.raises(Refusal, match=r"area\.unknown"):
        make_export(district, REVIEWER, "cases", "csv", replace(EVERYTHING, street="elsewhere"))


def test_only_what_was_asked_for_is_in_it(district: District) -> None:
    visited = visited_case(district)
    accepted_case(district)
    assert count_export(district, OFFICER, "cases", EVERYTHING) == 2
    assert count_export(district, OFFICER, "cases", replace(EVERYTHING, stage="visited")) == 1
    assert count_export(district, OFFICER, "visits", replace(EVERYTHING, stage="accepted")) == 0
    after = visited.applied_on.replace(year=visited.applied_on.year + 1).isoformat()
    assert count_export(district, OFFICER, "cases", replace(EVERYTHING, first=after)) == 0


def test_a_kind_that_has_no_such_format_is_refused(district: District) -> None:
    assert "geojson" not in FORMATS["cases"]
    with pytest.raises(Refusal, match=r"export\.form"):
        make_export(district, OFFICER, "cases", "geojson", EVERYTHING)


def test_the_amount_is_what_is_paid_as_decided_last_and_nothing_once_it_ended(district: District) -> None:
    """Not what a committee found years ago: a sum over the table has to be the month's bill."""
    number = in_receipt(district).number
    move_to(district, date(2026, 6, 3))
    begun(district, number)
    told(district, number, "adjust", incomes={"m1": "2100.00"})
    adjusted = decided(district, number)
    (row,) = rows_of(taken(district, "cases", "csv"))
    assert adjusted.receipt is not None
    assert row["金额（元/月）"] == f"{adjusted.receipt.now.amount_fen / 100:.2f}"
    assert row["从哪月起领"] == adjusted.receipt.spells[0].since
    stop_receipt(district, HEAD_OF_BUREAU, number, "voluntary", district.today(), "自己提出来的。")
    (row,) = rows_of(taken(district, "cases", "csv"))
    assert row["金额（元/月）"] == "0.00"
