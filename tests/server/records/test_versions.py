"""Published versions are never edited; both packs say where every value is from."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from server.domain.act import digest_of
from server.domain.policy import parse_policy
from server.errors import Refusal
from server.records.versions import complete, named_packs, parse_packs, read_examples, read_pack, read_packs
from server.services.district import POLICIES, District, open_district
from server.services.verification import verify


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


def test_examples_are_whole_packs_and_are_not_published(district: District) -> None:
    examples = parse_packs(read_examples(POLICIES))
    names = {policy.id.removeprefix("examples/") for policy in examples.values()}
    assert names == {"fuzhou-2007", "xiamen-2000", "hangzhou-2007", "coefficients", "pingba-2020"}
    with pytest.raises(Refusal, match=r"record\.missing"):
        district.versions.get("policy", "examples/hangzhou-2007@1")


@pytest.mark.parametrize("path", sorted(POLICIES.rglob("*.toml")), ids=lambda path: str(path.parent.name))
def test_a_pack_lies_where_its_id_and_version_say(path: Path) -> None:
    pack = read_pack(path)
    assert path.relative_to(POLICIES).as_posix() == f"{pack['id']}/{pack['version']}.toml"


def test_a_pack_that_extends_nothing_known_is_refused() -> None:
    with pytest.raises(Refusal, match="extends"):
        complete({"id": "x", "version": 1, "extends": "y@1"}, {})


def test_two_versions_of_a_pack_that_cover_one_day_are_refused() -> None:
    pack = read_packs(POLICIES)["cn-2021@1"]
    until = pack | {"valid_until": date(2025, 12, 31)}
    after = pack | {"version": 2, "valid_from": date(2026, 1, 1)}
    assert set(parse_packs({"1": until, "2": after})) == {"1", "2"}
    with pytest.raises(Refusal, match="valid_from"):
        parse_packs({"1": pack, "2": after})


def test_a_published_pack_reads_the_same_out_of_the_record(district: District) -> None:
    published = parse_policy(district.versions.get("policy", "cn-2021@1"))
    assert published == district.policies["cn-2021@1"]


def test_a_pack_changed_in_the_store_with_its_digest_made_again_is_not_the_districts(
    district: District,
) -> None:
    casebook = district.database("casebook")
    document = casebook.get("policy:cn-2021@1")
    document["content"]["benefit"]["standard_fen"]["value"] = 1
    content = {key: value for key, value in document.items() if key != "signed"}
    casebook.put(document | {"digest": digest_of(content)})
    with pytest.raises(Refusal, match=r"record\.unsigned"):
        open_district(district.settings, district.couch, owns_folder=False)
    assert [problem.code for problem in verify(district).problems] == ["record.unsigned"]


def test_the_signature_of_another_version_is_not_taken_for_its_own(district: District) -> None:
    casebook = district.database("casebook")
    other = casebook.get("policy:sifang-seed@1")
    casebook.put(casebook.get("policy:cn-2021@1") | {"signed": other["signed"]})
    assert [problem.document for problem in verify(district).problems] == ["policy:cn-2021@1"]


def test_a_pack_that_ships_is_named_by_its_file() -> None:
    assert named_packs(POLICIES) == set(read_packs(POLICIES))


def test_a_pack_is_read_once_for_every_district_with_the_same_content(district: District) -> None:
    again = open_district(district.settings, district.couch, owns_folder=False)
    assert again.policies["cn-2021@1"] is district.policies["cn-2021@1"]


def test_a_pack_given_to_every_district_can_be_changed_by_none(district: District) -> None:
    """Whoever changed what is shared would change the decisions of a district that never heard of it."""
    for policy in district.policies.values():
        assert all((policy.key, policy.names, policy.rules))  # what is made when it is asked for, too
        assert list(_changeable(policy, policy.key)) == []
    assert list(_changeable(({"a": [1]},), "")) == ["[0]"]


def _changeable(value: Any, place: str) -> Iterator[str]:
    """Where in a value something stands that can be changed."""
    parts = _parts(value)
    if parts is None:
        yield place
    for name, part in (parts or {}).items():
        yield from _changeable(part, f"{place}[{name}]")


def _parts(value: Any) -> Mapping[Any, Any] | None:
    """What a value that cannot be changed holds; None is for one that can be."""
    if is_dataclass(value):
        return vars(value) if type(value).__dataclass_params__.frozen else None
    if isinstance(value, tuple):
        return dict(enumerate(value))
    if isinstance(value, MappingProxyType):
        return value
    return {} if isinstance(value, str | int | date | None) else None


def test_content_under_another_digest_is_read_anew(district: District) -> None:
    read = list[dict[str, Any]]()

    def note(content: dict[str, Any]) -> tuple[int]:
        read.append(content)
        return (int(content["a"]),)

    for key, a in (("f@1", 1), ("f@2", 2)):
        district.versions.publish("form", key, {"a": a})
    assert [district.versions.read_as("form", key, note) for key in ("f@1", "f@2", "f@1")] == [
        (1,),
        (2,),
        (1,),
    ]
    assert read == [{"a": 1}, {"a": 2}]


def test_what_was_read_before_does_not_hide_that_a_version_was_changed(district: District) -> None:
    """A forger with the store in hand leaves the digest alone, to get what another district read."""
    casebook = district.database("casebook")
    document = casebook.get("policy:cn-2021@1")
    casebook.put(document | {"content": document["content"] | {"issuer": "谁也不是"}})
    with pytest.raises(Refusal, match=r"record\.damaged"):
        open_district(district.settings, district.couch, owns_folder=False)
