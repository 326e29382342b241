"""What happens at the community's counter and the street's, before anybody is sent (S7-APPLY, PRE, ACC)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from server.domain.act import ActDraft
from server.domain.stage import Stage
from server.errors import Refusal
from server.services.applications import (
    accept_application,
    decline_application,
    forward_application,
    register_application,
    withdraw_application,
)
from server.services.benefits import benefit_of_case
from server.services.consultations import Asked, list_consultations, record_consultation
from server.services.district import District
from server.services.materials import ask_for_materials, list_materials, note_materials
from server.services.meetings_held import take_ballot
from server.services.relatives import list_relatives, register_relative
from tests.factories import CHAIRMAN, CLERK, COMMUNITY_ID, OFFICER, REVIEWER, assigned_case, household
from tests.server.services.packs import use_pack
from tests.server.services.story import convened, discussed, move, ripe_case, votes

COMPLETE = ("application", "identity", "register", "income")
REST = ("housing", "health")
ASKED = Asked("周师傅", ("conditions", "materials"), letter=True, phone="0000-000 0009")


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def register(district: District, **more: Any) -> str:
    wanted: dict[str, Any] = {"materials": COMPLETE, "waived": REST}
    return register_application(district, CLERK, household(), **wanted | more).number


def test_a_consultation_is_recorded_before_there_is_a_case(district: District) -> None:
    first = record_consultation(district, CLERK, ASKED)
    assert (first.id, first.asked.letter) == ("C-SLHA-2026-1", True)
    assert [each.asked.name for each in list_consultations(district, CLERK, 2026).rows] == ["周师傅"]
    elsewhere = replace(CLERK, community="elsewhere", street="other")
    assert list_consultations(district, elsewhere, 2026).rows == []
    assert "周师傅" not in str([act.facts for act in district.casebook.read("C-SLHA-2026")])


def test_a_consultation_says_who_asked_and_what_was_explained(district: District) -> None:
    for wrong, code in (
        (replace(ASKED, name=" "), "consultation.name"),
        (replace(ASKED, explained=()), "consultation.explained"),
        (replace(ASKED, explained=("weather",)), "consultation.explained"),
    ):
        assert refused(lambda wrong=wrong: record_consultation(district, CLERK, wrong)) == code
    assert refused(lambda: record_consultation(district, REVIEWER, ASKED)) == "person.may_not"


def test_a_consultation_leads_to_one_application(district: District) -> None:
    consultation = record_consultation(district, CLERK, ASKED).id
    number = register(district, consultation=consultation)
    assert list_consultations(district, CLERK, 2026).rows[0].case == number
    assert refused(lambda: register(district, consultation=consultation)) == "consultation.used"
    assert refused(lambda: register(district, consultation="C-SLHA-2026-9")) == "consultation.unknown"
    assert refused(lambda: register(district, consultation="SL-2026-0001")) == "consultation.unknown"


def test_only_a_complete_set_is_reviewed(district: District) -> None:
    number = register(district, materials=("application", "identity"), waived=("health",))
    for act in (
        lambda: forward_application(district, CLERK, number),
        lambda: decline_application(district, CLERK, number, "收入高", told=True),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.code == "materials.missing"
        assert "户口簿复印件、收入证明、住房证明" in refusal.value.sentence()
    note_materials(district, CLERK, number, ("register", "income", "housing"))
    assert forward_application(district, CLERK, number).stage is Stage.FORWARDED


def test_what_every_family_brings_cannot_be_left_out(district: District) -> None:
    assert refused(lambda: register(district, waived=("identity",))) == "materials.always"
    assert refused(lambda: register(district, materials=("passport",))) == "materials.unknown"


def test_a_refusal_of_the_community_never_blocks_the_street(district: District) -> None:
    number = register(district)
    assert (
        refused(lambda: decline_application(district, CLERK, number, " ", told=True))
        == "application.decline_reason"
    )
    assert (
        refused(lambda: decline_application(district, CLERK, number, "收入高", told=False))
        == "application.told"
    )
    assert decline_application(district, CLERK, number, "收入高于标准", told=True).stage is Stage.NOT_HANDLED
    case = accept_application(district, OFFICER, number)
    assert (case.stage, case.last.facts["way"]) == (Stage.ACCEPTED, "direct")


def test_a_family_may_apply_at_the_street(district: District) -> None:
    case = register_application(
        district, OFFICER, household(), community=COMMUNITY_ID, materials=COMPLETE, waived=REST
    )
    assert (case.stage, case.channel) == (Stage.DIRECT, "street")
    assert accept_application(district, OFFICER, case.number).stage is Stage.ACCEPTED


def test_where_the_pack_has_no_review_the_community_hands_on(district: District) -> None:
    use_pack(district, "cn-2021@1")
    case = register_application(
        district, CLERK, household(), materials=("application", "identity", "income", "health")
    )
    assert (case.stage, case.policy) == (Stage.FORWARDED, "cn-2021@1")
    assert accept_application(district, OFFICER, case.number).stage is Stage.ACCEPTED


def test_what_a_platform_answers_is_not_asked_of_the_family(district: District) -> None:
    use_pack(district, "cn-2021@1")
    case = register_application(district, CLERK, household(), materials=("application",))
    assert "register" not in {row.code for row in list_materials(district, case)}
    assert refused(lambda: note_materials(district, CLERK, case.number, ("register",))) == "materials.unknown"


def test_everything_missing_is_told_once(district: District) -> None:
    number = register(district, materials=("application",), waived=())
    case = ask_for_materials(district, OFFICER, number, district.today())
    assert case.materials.asked == ("identity", "register", "income", "housing", "health")
    assert (
        refused(lambda: ask_for_materials(district, OFFICER, number, district.today()))
        == "materials.asked_already"
    )
    brought = note_materials(
        district, CLERK, number, ("identity", "register", "income"), ("housing", "health")
    )
    assert brought.last.kind == "materials_brought"
    assert refused(lambda: note_materials(district, CLERK, number, ("identity",))) == "materials.nothing"
    assert forward_application(district, CLERK, number).stage is Stage.FORWARDED


def test_a_complete_set_has_nothing_to_ask_for(district: District) -> None:
    number = register(district)
    assert (
        refused(lambda: ask_for_materials(district, OFFICER, number, district.today()))
        == "materials.none_missing"
    )


def test_a_channel_the_pack_does_not_have_is_refused_in_words(district: District) -> None:
    pack = district.policies["sifang-seed@1"]
    use_pack(district, "sifang-seed@1", apply=replace(pack.apply, channels=("community",)))
    with pytest.raises(Refusal, match=r"application\.channel") as refusal:
        register_application(district, OFFICER, household(), community=COMMUNITY_ID)
    assert "请到社区申请" in refusal.value.sentence()


@pytest.mark.parametrize("changes", [{"valid_from": "2027-01-01"}, {"valid_until": "2026-02-28"}])
def test_a_pack_not_in_force_takes_no_new_application(district: District, changes: dict[str, str]) -> None:
    dates = {name: district.today().fromisoformat(day) for name, day in changes.items()}
    use_pack(district, "sifang-seed@1", **dates)
    with pytest.raises(Refusal, match=r"application\.policy") as refusal:
        register(district)
    assert "请管理员换成现行的办法" in refusal.value.sentence()
    assert district.index.find_case("SL-2026-0001") is None


def test_a_case_goes_on_under_the_pack_it_began_with(district: District) -> None:
    number = register(district)
    use_pack(district, "sifang-seed@1", valid_until=district.today())
    move(district, days=30)
    assert forward_application(district, CLERK, number).stage is Stage.FORWARDED


def test_a_case_begun_before_its_pack_ended_is_carried_to_its_decision(district: District) -> None:
    case = ripe_case(district)
    use_pack(district, "sifang-seed@1", valid_until=district.today())
    move(district, days=30)
    meeting = discussed(district, convened(district, [case.number]), case.number)
    take_ballot(district, CHAIRMAN, meeting.id, case.number, votes(8))
    assert district.get_case(case.number).stage is Stage.PASSED
    benefit = benefit_of_case(district, district.get_case(case.number))
    assert benefit is not None
    assert benefit.amount_fen > 0
    with pytest.raises(Refusal, match=r"application\.policy"):
        register(district)


def test_an_application_under_a_pack_not_in_force_gets_past_no_other_door(district: District) -> None:
    """Whoever appends, from wherever: every act passes one check on its way into the record."""
    use_pack(district, "sifang-seed@1", valid_until=district.today())
    move(district, days=1)
    draft = ActDraft("applied", CLERK.user_id, "community_clerk", {"community": COMMUNITY_ID})
    with pytest.raises(Refusal, match=r"application\.policy"):
        district.casebook.append(draft, "SL-2026-0001", None, policy="sifang-seed@1")
    assert district.casebook.last("SL-2026-0001") is None


def test_an_applicant_withdraws_with_a_reason(district: District) -> None:
    number = assigned_case(district).number
    assert refused(lambda: withdraw_application(district, OFFICER, number, "")) == "withdrawal.reason"
    assert withdraw_application(district, OFFICER, number, "找到工作了").stage is Stage.ENDED
    assert refused(lambda: withdraw_application(district, OFFICER, number, "又来")) == "case.wrong_step"


def test_a_relative_of_the_staff_is_registered_apart(district: District) -> None:
    number = register(district)
    assert (
        refused(lambda: register_relative(district, CLERK, number, "friend", "某某")) == "relative.relation"
    )
    assert refused(lambda: register_relative(district, CLERK, number, "sibling", "")) == "relative.who"
    case = register_relative(district, CLERK, number, "sibling", "居委会委员张某")
    assert case.relative is not None
    assert case.relative.district_visit
    assert [row.case for row in list_relatives(district, OFFICER)] == [number]
    assert refused(lambda: register_relative(district, CLERK, number, "sibling", "又一")) == "case.wrong_step"
