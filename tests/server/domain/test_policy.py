"""What the shipped packs say, and that a pack with anything missing or impossible is refused by its key."""

from __future__ import annotations

import copy
import tomllib
from datetime import date
from typing import Any

import pytest

from server.domain.policy import parse_policy
from server.domain.policy_reader import Clock
from server.errors import Refusal
from tests.server.domain.packs import PACKS, national, sifang


def raw(pack: str = "sifang-seed") -> dict[str, Any]:
    return tomllib.loads((PACKS / pack / "1.toml").read_text(encoding="utf-8"))


def refused(data: dict[str, Any]) -> str:
    """The key a pack is refused by."""
    with pytest.raises(Refusal, match=r"policy\.invalid") as told:
        parse_policy(data)
    return str(told.value.facts["key"])


def values() -> list[tuple[str, str]]:
    return [
        (section, name) for section, entries in raw().items() if isinstance(entries, dict) for name in entries
    ]


def test_the_two_procedures_differ_where_the_table_of_differences_says() -> None:
    seed, law = sifang(), national()
    assert (seed.pre_review.enabled, law.pre_review.enabled) == (True, False)  # D-02
    assert (seed.visit.signers[1], law.visit.signers[1]) == ("applicant", "present_member")  # D-04
    assert (seed.info_check.enabled, law.info_check.enabled) == (False, True)  # D-06
    assert (seed.notice.place, law.notice.place) == ("building", "community")  # D-08
    assert (seed.notice.renotice_days, law.notice.renotice_days) == (3, 7)
    assert (seed.meeting.mode, law.meeting.mode) == ("always", "on_objection")  # D-11
    assert (seed.meeting.pass_words.zh, law.meeting.fail_words.zh) == ("通过", "不属实")
    assert (seed.committee.social_workers, law.committee.social_workers) == (5, 0)  # S7-ORG-04
    assert (seed.originals.days, law.originals.district_check) == (3, False)  # S7-AUDIT-05, D-16
    assert (seed.public_service.enabled, law.public_service.enabled) == (True, False)  # D-25


def test_every_clock_is_off_in_the_seed_and_runs_in_the_national_pack() -> None:
    assert set(vars(sifang().timers).values()) == {None}  # S7-AMB-26
    timers = national().timers
    assert timers.start_survey == Clock(3, "working")  # C-09
    assert timers.district == Clock(10, "working")  # C-17
    assert timers.refusal_letter == Clock(3, "working")  # C-18
    totals = (timers.total, timers.total_special, timers.total_delegated)
    assert [clock and clock.days for clock in totals] == [30, 45, 20]  # C-19


def test_the_exemption_of_the_fourteenth_plan_has_its_last_day() -> None:
    ends = {item.code: item.until for item in national().income.exempt}
    assert ends["basic_pension"] == date(2025, 12, 31)
    assert set(ends.values()) == {None, date(2025, 12, 31)}


def test_the_names_pages_use_are_those_of_the_papers() -> None:
    assert sifang().names.credential == sifang().forms.doc15.zh == "四方区低保评估资格证"
    assert sifang().forms.doc03.zh == "低保不予受理通知书"  # S7-AMB-20


def test_a_pack_is_in_force_from_its_first_day_to_its_last() -> None:
    data = raw("cn-2021") | {"valid_until": date(2025, 12, 31)}
    pack = parse_policy(data)
    days = [date(2021, 6, 30), date(2021, 7, 1), date(2025, 12, 31), date(2026, 1, 1)]
    assert [pack.covers(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(("section", "name"), values())
def test_a_value_that_is_missing_or_unsourced_is_refused_by_its_key(section: str, name: str) -> None:
    for spoil in (lambda entry: entry.pop("source"), lambda entry: entry.pop("value")):
        data = copy.deepcopy(raw())
        spoil(data[section][name])
        assert refused(data) == f"{section}.{name}"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("visit.min_team", 0),
        ("visit.min_team", True),
        ("visit.min_team", "3"),
        ("pre_review.enabled", 1),
        ("apply.channels", []),
        ("apply.channels", ["street", "street"]),
        ("meeting.threshold", [4, 3]),  # a share above one
        ("meeting.threshold", [2, 0]),
        ("meeting.threshold", [0.5, 1]),
        ("meeting.quorum", [True, 1]),
        ("meeting.comparator", "above"),
        ("review.classes", []),
        ("quarter_list.months", [0]),
        ("quarter_list.months", [True]),
        ("committee.social_workers", -1),
        ("income.exempt", {}),
    ],
)
def test_an_impossible_value_is_refused_by_its_key(key: str, value: object) -> None:
    data = raw()
    section, name = key.split(".")
    data[section][name]["value"] = value
    assert refused(data).split("[")[0] == key


@pytest.mark.parametrize(
    ("key", "value", "at"),
    [
        ("timers.district", {"days": 3, "kind": "hours"}, "timers.district.kind"),
        ("timers.district", {"days": -1, "kind": "working"}, "timers.district.days"),
        ("timers.district", {"days": 3, "kind": "working", "hour": 1}, "timers.district.hour"),
        ("org.street", {"zh": "街道"}, "org.street.en"),
        ("org.street", "街道", "org.street"),
        ("income.exempt", [{"code": "x"}], "income.exempt[0].title"),
    ],
)
def test_inside_a_table_the_refusal_names_the_member(key: str, value: object, at: str) -> None:
    data = raw()
    section, name = key.split(".")
    data[section][name]["value"] = value
    assert refused(data) == at


def test_a_clock_that_is_not_there_is_off() -> None:
    data = raw("cn-2021")
    del data["timers"]["total"]
    data["timers"]["district"]["value"] = 0
    timers = parse_policy(data).timers
    assert (timers.total, timers.district) == (None, None)


def test_a_misspelt_key_is_refused_and_not_passed_over() -> None:
    for section, name in (("meeting", "treshold"), ("metting", "mode")):
        data = raw()
        data.setdefault(section, {})[name] = {"value": 1, "source": "x"}
        assert refused(data) == (section if section == "metting" else "meeting.treshold")
    data = raw()
    data["visit"]["min_team"]["note"] = "x"
    assert refused(data) == "visit.min_team.note"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("id", None), ("title", " "), ("issuer", 3), ("version", 0)),
        *(("valid_from", "2021-07-32"), ("valid_until", date(1999, 1, 1))),
    ],
)
def test_the_head_of_a_pack_is_whole(name: str, value: object) -> None:
    assert refused(raw() | {name: value}) == name
