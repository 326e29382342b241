"""Visits that enter the record together: each for itself, whatever becomes of the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from server.domain.act import Act, ActDraft, format_act, next_act
from server.domain.case import Case
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.casebook import Following
from server.services import intake
from server.services.district import District
from server.services.reconciliation import build_reconciler
from server.services.verification import verify
from sync.couch import Database
from tests.factories import PaperTablet, assigned_case, enrolled_tablet, picture, reconcile


@pytest.fixture
def tablet(district: District) -> PaperTablet:
    return enrolled_tablet(district)


@pytest.fixture
def cases(district: District) -> list[Case]:
    return [assigned_case(district) for _ in range(3)]


@pytest.fixture
def sent(tablet: PaperTablet, cases: list[Case]) -> list[str]:
    return [push(tablet, case) for case in cases]


def push(tablet: PaperTablet, case: Case) -> str:
    photos = [picture(f"{case.number}-{place}") for place in ("door", "room")]
    return tablet.push(tablet.seal(tablet.fill_in(case, photos)), photos)


def stages(district: District, cases: Sequence[Case]) -> list[Stage]:
    return [district.get_case(case.number).stage for case in cases]


def test_visits_of_several_cases_enter_in_one_write(
    district: District, cases: list[Case], sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[list[str]] = []
    bulk = Database.bulk

    def counted(database: Database, docs: Sequence[dict[str, Any]], **options: Any) -> Any:
        written.append([one["_id"].partition(":")[0] for one in docs])
        return bulk(database, docs, **options)

    monkeypatch.setattr(Database, "bulk", counted)
    assert reconcile(district).accepted == len(sent)
    assert stages(district, cases) == [Stage.VISITED] * 3
    assert [kinds for kinds in written if "act" in kinds] == [["act"] * 3]
    assert verify(district).problems == []


def test_photos_of_size_make_visits_enter_alone(
    district: District, cases: list[Case], sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "_MOST_BYTES", 1)
    appended: list[int] = []
    append_all = district.casebook.append_all

    def counted(following: Sequence[Following]) -> list[Act | Refusal]:
        appended.append(len(following))
        return append_all(following)

    monkeypatch.setattr(district.casebook, "append_all", counted)
    assert reconcile(district).accepted == len(sent)
    assert appended == [1] * 3


def test_an_act_that_came_first_keeps_one_visit_out_and_the_others_in(
    district: District,
    tablet: PaperTablet,
    cases: list[Case],
    sent: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another process writes into one of the cases between the judgement and the write."""
    put_wholes = district.evidence.put_wholes

    def overtaken(wholes: Any) -> Any:
        case = district.get_case(cases[1].number)
        draft = ActDraft("flag_dismissed", "u-9", "street_clerk", {"flag": "x", "code": "y", "reason": "z"})
        act = next_act(draft, case.last, file=case.number, at=case.last.at, policy=case.policy, salt="5" * 32)
        district.casebook.database.create(format_act(act))
        monkeypatch.setattr(district.evidence, "put_wholes", put_wholes)
        return put_wholes(wholes)

    monkeypatch.setattr(district.evidence, "put_wholes", overtaken)
    reconciler = build_reconciler(district)
    first = reconciler.run_once()
    assert first.failed == [tablet.outbox.name]
    assert stages(district, cases) == [Stage.VISITED, Stage.ASSIGNED, Stage.VISITED]
    assert [document["_id"] for document in tablet.outbox.all("visit:", "visit;")] == [sent[1]]
    assert reconciler.run_once().failed == []
    assert stages(district, cases) == [Stage.VISITED] * 3
    assert [tablet.receipt(one)["status"] for one in sent] == ["accepted"] * 3


def test_a_case_that_waits_no_more_when_it_comes_to_writing_keeps_nothing_else_out(
    district: District,
    tablet: PaperTablet,
    cases: list[Case],
    sent: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = intake.receive_visits

    def too_late(given: District, sound: Any) -> list[Act | Refusal]:
        monkeypatch.setattr(intake, "receive_visits", real)
        return [
            Refusal("case.done_meanwhile") if n == 1 else real(given, [one])[0] for n, one in enumerate(sound)
        ]

    monkeypatch.setattr(intake, "receive_visits", too_late)
    reconciler = build_reconciler(district)
    assert reconciler.run_once().failed == [tablet.outbox.name]
    assert stages(district, cases) == [Stage.VISITED, Stage.ASSIGNED, Stage.VISITED]
    assert reconciler.run_once().accepted == 1
    assert stages(district, cases) == [Stage.VISITED] * 3
