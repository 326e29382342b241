"""Published versions are never edited; both packs say where every value is from."""

from __future__ import annotations

import copy

import pytest

from server.domain.policy import parse_policy
from server.errors import Refusal
from server.records.versions import parse_packs, read_packs
from server.services.district import POLICIES, District


def test_a_version_may_be_published_again_only_unchanged(district: District) -> None:
    digest = district.versions.publish("form", "f@1", {"a": 1})
    assert district.versions.publish("form", "f@1", {"a": 1}) == digest
    with pytest.raises(Refusal, match=r"record\.version_edited"):
        district.versions.publish("form", "f@1", {"a": 2})
    assert district.versions.get("form", "f@1") == {"a": 1}


def test_both_packs_are_published_with_the_district(district: District) -> None:
    assert set(parse_packs(read_packs(POLICIES))) == {"sifang-seed@1", "cn-2021@1"}
    assert district.versions.get("policy", "cn-2021@1")["valid_from"] == "2021-07-01"


def test_the_packs_differ_where_the_rules_do() -> None:
    packs = parse_packs(read_packs(POLICIES))
    seed, national = packs["sifang-seed@1"], packs["cn-2021@1"]
    assert (seed.visit.min_team, national.visit.min_team) == (3, 2)  # S7-CRED-05, C-10
    assert (seed.notice.days, national.notice.days) == (3, 7)  # S7-NOTICE-02, C-15
    assert seed.meeting.threshold == (2, 3)  # S7-MEET-A7
    assert (seed.meeting.vote_base, national.meeting.vote_base) == ("all_members", "present")


@pytest.mark.parametrize("key", sorted(read_packs(POLICIES)))
def test_a_pack_without_the_source_of_one_value_is_refused(key: str) -> None:
    pack = read_packs(POLICIES)[key]
    values = [
        (section, name) for section, entries in pack.items() if isinstance(entries, dict) for name in entries
    ]
    assert values
    for section, name in values:
        unsourced = copy.deepcopy(pack)
        unsourced[section][name]["source"] = " "
        with pytest.raises(Refusal, match=r"policy\.invalid"):
            parse_policy(unsourced)
