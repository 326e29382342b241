"""A pack in the record is read as it was published, whatever came since, and is what is gone on with."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from server.domain.policy import parse_policy
from server.errors import Refusal
from server.records.stored_packs import lacking, parse_stored, read_added, with_added
from server.records.versions import read_pack, read_packs
from server.services.district import POLICIES, District, open_district
from server.services.policies import published_pack
from server.services.verification import verify
from tests.factories import make_empty_district

OLD = Path(__file__).parents[2] / "records_of_old" / "policies"
OLDEST = "2026-11-24-cn-2021.toml"
KEY = "cn-2021@1"


def _publish(district: District, pack: dict[str, Any]) -> None:
    """What an older program wrote in place of today's pack."""
    database = district.database("casebook")
    database.delete(database.get(f"policy:{KEY}"))
    district.versions.publish("policy", KEY, pack)


def _open_again(district: District) -> District:
    return open_district(district.settings, district.couch, clock=district.clock, owns_folder=False)


@pytest.mark.parametrize("path", sorted(OLD.glob("*.toml")), ids=lambda path: str(path.stem))
def test_every_pack_that_ever_shipped_is_still_read(path: Path) -> None:
    pack = read_pack(path)
    with pytest.raises(Refusal, match=r"policy\.invalid"):
        parse_policy(pack)
    policy = parse_stored({"it": pack})["it"]
    assert policy.visit.min_team == pack["visit"]["min_team"]["value"]
    assert policy.benefit.standard_fen == pack["benefit"]["standard_fen"]["value"]
    assert policy.retention.case_years == 3
    assert len(lacking(pack)) > 5


def test_words_of_the_oldest_packs_are_found_where_they_stand_today() -> None:
    pack = read_pack(OLD / OLDEST)
    policy = parse_stored({"it": pack})["it"]
    assert policy.names.credential == pack["names"]["credential"]["value"] == "低保评估资格证"
    assert policy.forms.doc15.en == "Assessor's credential"
    assert policy.remedy.text.zh == pack["names"]["remedy"]["value"]
    assert pack.keys() >= {"names"}  # the pack itself is as it was


def test_what_a_pack_says_itself_is_never_replaced() -> None:
    for pack in read_packs(POLICIES).values():
        assert lacking(pack) == []
        assert with_added(pack) == pack


def test_every_default_says_since_when_and_where_it_is_from() -> None:
    whole = with_added(read_pack(OLD / OLDEST))
    for added in read_added().values():
        section, name = added.key.split(".")
        assert added.source.strip()
        assert added.since >= date(2026, 11, 24)
        if added.key in lacking(read_pack(OLD / OLDEST)):
            assert added.since.isoformat() in whole[section][name]["source"]


def test_a_pack_in_hand_gets_no_default() -> None:
    pack = read_packs(POLICIES)[KEY]
    short = {name: part for name, part in pack.items() if name != "retention"}
    with pytest.raises(Refusal, match=r"retention\.case_years"):
        parse_policy(short)


def test_the_record_goes_on_with_what_was_published(district: District) -> None:
    pack = read_packs(POLICIES)[KEY]
    edited = pack | {"visit": pack["visit"] | {"min_team": {"value": 5, "source": "以前的版本"}}}
    _publish(district, edited)
    again = _open_again(district)
    assert again.policies[KEY].visit.min_team == 5
    assert published_pack(again, KEY).policy.visit.min_team == 5
    assert verify(again).ok


def test_a_folder_with_the_oldest_pack_opens_and_shows_what_was_added(district: District) -> None:
    _publish(district, read_pack(OLD / OLDEST))
    again = _open_again(district)
    assert again.policies[KEY].meeting.effect == "advisory"
    shown = published_pack(again, KEY).content
    assert "才有这一项" in shown["retention"]["case_years"]["source"]
    assert verify(again).ok


def test_a_version_that_ships_no_more_is_still_read(district: District) -> None:
    pack = read_packs(POLICIES)[KEY] | {"id": "district-own"}
    district.versions.publish("policy", "district-own@1", pack)
    assert _open_again(district).policies["district-own@1"].visit.min_team == 2


def test_a_version_with_a_successor_ends_the_day_before_it() -> None:
    pack = read_packs(POLICIES)[KEY]
    after = pack | {"version": 2, "valid_from": date(2026, 1, 1)}
    both = parse_stored({"cn-2021@1": pack, "cn-2021@2": after})
    assert both["cn-2021@1"].valid_until == date(2025, 12, 31)
    assert both["cn-2021@2"].valid_until is None
    with pytest.raises(Refusal, match="valid_from"):
        parse_stored({"cn-2021@1": pack, "cn-2021@2": pack | {"version": 2}})


def test_a_pack_changed_in_the_store_opens_nothing_but_is_looked_at(tmp_path: Path) -> None:
    with make_empty_district(tmp_path) as district:
        database = district.database("casebook")
        document = database.get(f"policy:{KEY}")
        document["content"]["benefit"]["standard_fen"]["value"] = 1
        database.put(document)
        with pytest.raises(Refusal, match=r"record\.damaged"):
            _open_again(district)
        looking = open_district(district.settings, district.couch, owns_folder=False, only_looking=True)
        assert [problem.document for problem in verify(looking).problems] == [f"policy:{KEY}"]
        looking.close()
