"""From the street's audit to the family's door: who may, what is refused, what stays (S7-AUDIT, S7-APPR)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from server.domain.act import ActDraft
from server.domain.case import Case
from server.domain.paper import PaperKind
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.entries import User
from server.services import originals
from server.services.approvals import approve, examine, refuse, return_case
from server.services.audits import Marks, audit
from server.services.cases import MINE, get_case_view, worklist
from server.services.clocks import clocks_of_case, count_dues, recount
from server.services.committee import record_finding
from server.services.district import District
from server.services.handing_over import arrange_passbook, pass_on, read_passbook
from server.services.info_checks import request_check, sign_authorisation
from server.services.issued_papers import list_issued
from server.services.notices import post_notice
from server.services.papers_of_cases import print_paper
from server.services.stamps import Stamp
from server.services.verification import verify
from tests.factories import (
    CLERK,
    COMMITTEE,
    HEAD_OF_BUREAU,
    OFFICER,
    REVIEWER,
    TEAM,
    Clock,
    assigned_case,
    confirm,
    enrolled_tablet,
    picture,
    reconcile,
)
from tests.server.services.packs import use_pack
from tests.server.services.story import approved_case, audited_case, examined_case, filed_case, holding
from tests.server.services.test_info_checks import answers, import_results

INK = {"width": 300, "height": 100, "paths": ["M1 2L3 4"]}


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.code


def test_an_audit_is_signed_by_two_stamped_and_calls_for_the_originals(district: District) -> None:
    number = filed_case(district).number
    marks = Marks(INK, Stamp("stamp02", picture=picture("stamped", (600, 800))))
    case = audit(district, OFFICER, number, True, COMMITTEE, COMMITTEE[1], marks=marks)
    assert case.audit is not None
    assert (case.audit.auditor, case.audit.responsible) == ("gao", COMMITTEE[1])
    assert district.evidence.get_photo(number, case.audit.stamp)
    assert district.evidence.get("signature", number, case.audit.signed)["ink"] == INK
    assert case.originals is not None
    assert case.originals.received_on is None
    assert (
        refused(lambda: audit(district, OFFICER, number, True, COMMITTEE, COMMITTEE[1])) == "case.wrong_step"
    )


def test_a_seal_of_another_organ_or_on_another_paper_is_refused_and_nothing_is_recorded(
    district: District,
) -> None:
    number = filed_case(district).number

    def stamped(seal: str, paper: str = "") -> str:
        marks = Marks(None, Stamp(seal, paper))
        return refused(lambda: audit(district, OFFICER, number, True, COMMITTEE, COMMITTEE[1], marks=marks))

    print_paper(district, OFFICER, number, PaperKind.ASSESSMENT_FORM)
    wrong = list_issued(district, district.get_case(number))[-1].id
    assert stamped("stamp03") == "stamp.wrong_seal"
    assert stamped("stamp02", wrong) == "stamp.wrong_paper"
    assert stamped("stamp02", "SL-2026-9999-1") == "stamp.other_case"
    assert district.get_case(number).stage is Stage.FILED


def test_a_seal_on_an_older_print_of_the_right_paper_is_refused(district: District) -> None:
    number = audited_case(district).number
    print_paper(district, OFFICER, number, PaperKind.APPROVAL_FORM)
    before = list_issued(district, district.get_case(number))[-1].id
    check_all(district, number)
    examine(district, REVIEWER, number, "approve", holding())
    old = Stamp("stamp03", before)
    assert refused(lambda: approve(district, HEAD_OF_BUREAU, number, stamp=old)) == "stamp.old_paper"


def test_who_was_in_the_home_does_not_audit_where_the_pack_forbids_it(district: District) -> None:
    number = filed_case(district).number
    went_along(district, "gao")
    case = audit(district, OFFICER, number, True, COMMITTEE, COMMITTEE[1])
    assert case.audit is not None
    assert case.audit.visited == ("gao",)  # the seed flags
    view = get_case_view(district, REVIEWER, number)
    assert [check.rule for check in view.checks if check.failed] == ["S7-AMB-10"]


def test_separation_is_blocked_by_a_pack_that_blocks(district: District) -> None:
    number = filed_case(district).number
    went_along(district, COMMITTEE[1])
    stricter = with_rules(district, audit={"separation": "block"})
    assert (
        refused(lambda: audit(stricter, OFFICER, number, True, COMMITTEE, COMMITTEE[1])) == "audit.separation"
    )
    other = audit(stricter, OFFICER, number, True, COMMITTEE, COMMITTEE[2])
    assert other.stage is Stage.AUDITED


def test_a_failed_audit_leaves_three_ways_on(district: District) -> None:
    number = filed_case(district).number
    assert refused(lambda: audit(district, OFFICER, number, False, COMMITTEE, COMMITTEE[1])) == "audit.reason"
    case = audit(district, OFFICER, number, False, COMMITTEE, COMMITTEE[1], "收入证明没有盖章")
    assert (case.stage, case.originals) == (Stage.AUDIT_FAILED, None)
    mended = audit(district, OFFICER, number, True, COMMITTEE, COMMITTEE[1])
    assert mended.stage is Stage.AUDITED


def test_originals_missed_reminded_extended_and_seen_at_home(district: District, clock: Clock) -> None:
    number = audited_case(district).number
    assert refused(lambda: originals.remind(district, OFFICER, number, " ")) == "originals.reminder"
    originals.receive_call(district, OFFICER, number, district.today())
    clock.move(days=10)
    late = [each for each in clocks_of_case(district, district.get_case(number)) if each.state == "late"]
    assert [each.kind for each in late] == ["originals"]
    assert district.get_case(number).stage is Stage.AUDITED  # a miss decides nothing
    originals.remind(district, OFFICER, number, "打电话，本人接的")
    assert refused(lambda: originals.extend(district, OFFICER, number, "")) == "originals.extension_reason"
    case = originals.extend(district, OFFICER, number, "住院")
    assert case.originals is not None
    assert case.originals.due_on > district.today()
    assert (case.originals.reminded, case.originals.extended) == (1, 1)
    some = dict.fromkeys(originals.originals_of(case), "same")
    assert refused(lambda: originals.check_originals(district, REVIEWER, number, some, "home")) == (
        "originals.checked_words"
    )
    seen = originals.check_originals(district, REVIEWER, number, some, "home", "谢试文上门，本人在家")
    assert seen.originals_seen
    assert refused(lambda: originals.remind(district, OFFICER, number, "再催")) == "originals.checked"


def test_days_given_before_the_call_was_received_stay_given(district: District, clock: Clock) -> None:
    number = audited_case(district).number
    clock.move(days=5)
    longer = originals.extend(district, OFFICER, number, "住院").originals
    assert longer is not None
    called_on = longer.called_on
    received = originals.receive_call(district, OFFICER, number, called_on).originals
    assert received is not None
    assert (received.received_on, received.due_on) == (called_on, longer.due_on)


def test_an_original_that_is_missing_is_waited_for(district: District) -> None:
    number = audited_case(district).number
    case = district.get_case(number)
    some = dict.fromkeys(originals.originals_of(case), "same") | {originals.originals_of(case)[0]: "missing"}
    originals.check_originals(district, REVIEWER, number, some, "counter", "身份证没带")
    early = refused(lambda: examine(district, REVIEWER, number, "approve", holding()))
    assert early == "examination.originals_first"
    check_all(district, number)
    assert examine(district, REVIEWER, number, "approve", holding()).stage is Stage.EXAMINED


def test_a_call_cannot_be_received_before_it_was_made_or_tomorrow(district: District, clock: Clock) -> None:
    number = audited_case(district).number
    today = district.today()
    for day in (today.replace(day=1), today.replace(day=today.day + 1)):
        assert refused(lambda day=day: originals.receive_call(district, OFFICER, number, day)) == (
            "originals.received_on"
        )


def test_the_district_refuses_with_reasons_and_the_notice_reaches_the_family(district: District) -> None:
    case = audited_case(district)
    check_all(district, case.number)
    examine(district, REVIEWER, case.number, "refuse", holding(check_04="名下另有一处房子。"))
    against = refused(lambda: approve(district, HEAD_OF_BUREAU, case.number))
    assert against == "approval.checks_failed"
    assert refused(lambda: refuse(district, HEAD_OF_BUREAU, case.number, "")) == "approval.refuse_reason"
    assert refuse(district, HEAD_OF_BUREAU, case.number, "名下另有一处房子").stage is Stage.REFUSED
    pass_on(district, REVIEWER, case.number, "street", "高样如")
    pass_on(district, OFFICER, case.number, "community", "方示宁")  # no passbook for a refusal
    ended = pass_on(district, CLERK, case.number, "family", "周例平", signed=INK)
    assert (ended.stage, ended.handover.undertaking) == (Stage.ENDED, "")
    assert verify(district).problems == []


def test_a_case_returned_by_the_head_goes_back_to_the_street(district: District) -> None:
    case = examined_case(district)
    assert return_case(district, HEAD_OF_BUREAU, case.number, "公示照片看不清").stage is Stage.RETURNED
    mended = audit(district, OFFICER, case.number, True, COMMITTEE, COMMITTEE[1])
    assert (mended.stage, mended.checked, mended.examination) == (Stage.AUDITED, (), None)


def test_papers_go_leg_by_leg_each_by_its_post_and_the_passbook_first(district: District) -> None:
    number = approved_case(district).number
    assert refused(lambda: pass_on(district, OFFICER, number, "community", "x")) == "delivery.order"
    assert refused(lambda: pass_on(district, CLERK, number, "street", "x")) == "delivery.other_post"
    assert refused(lambda: pass_on(district, REVIEWER, number, "street", " ")) == "delivery.receiver"
    pass_on(district, REVIEWER, number, "street", "高样如")
    assert refused(lambda: pass_on(district, OFFICER, number, "community", "x")) == "delivery.passbook_first"
    arrange_passbook(district, OFFICER, number, "示例银行", "0137")
    assert [row.row.number for row in worklist(district, OFFICER, MINE).rows] == [number]
    pass_on(district, OFFICER, number, "community", "方示宁")
    assert [row.row.number for row in worklist(district, OFFICER, MINE).rows] == []
    case = pass_on(district, CLERK, number, "family", "周例平", signed=INK)
    assert case.stage is Stage.IN_RECEIPT
    assert district.evidence.get("signature", number, case.handover.undertaking)["ink"] == INK
    assert read_passbook(district, case)["text"] == "尾号 0137"
    assert "示例银行" not in str(list(district.casebook.documents()))
    assert verify(district).problems == []


def test_a_family_that_does_not_sign_has_why_and_who_was_there_on_record(district: District) -> None:
    number = approved_case(district).number
    pass_on(district, REVIEWER, number, "street", "高样如")
    arrange_passbook(district, OFFICER, number, "示例银行", "0137")
    pass_on(district, OFFICER, number, "community", "方示宁")
    unsigned = partial(pass_on, district, CLERK, number, "family", "周例平", unsigned="不会写字")
    assert refused(unsigned) == "delivery.witness"
    case = unsigned(witness="邻居王例海")
    assert (case.stage, case.handover.undertaking) == (Stage.IN_RECEIPT, "")
    assert get_case_view(district, CLERK, number).lines[-1].words == "不会写字（在场：邻居王例海）"


@pytest.mark.parametrize("last_four", ["", "12", "6222020137", "四位数字", "\uff11\uff12\uff13\uff14"])
def test_only_the_last_four_digits_of_an_account_are_kept(district: District, last_four: str) -> None:
    number = approved_case(district).number
    assert refused(lambda: arrange_passbook(district, OFFICER, number, "示例银行", last_four)) == (
        "passbook.last_four"
    )


def test_nobody_keeps_a_passbook_where_the_pack_does_not_allow_it(district: District) -> None:
    number = approved_case(district).number
    kept = "李示梅代管，协议 2026-3"
    assert refused(lambda: arrange_passbook(district, OFFICER, number, "示例银行", "0137", kept)) == (
        "passbook.custody"
    )
    other = with_rules(district, payment={"custody": True})
    assert arrange_passbook(other, OFFICER, number, "示例银行", "0137", kept).handover.passbook


def test_a_family_related_to_the_staff_is_visited_by_the_district(district: District) -> None:
    number = filed_case(district).number
    facts = {
        "relation": "spouse",
        "who": district.put_text(number, "reason", "居委会某人"),
        "district_visit": True,
    }
    case = district.get_case(number)
    district.append_to_case(case, ActDraft("relative_registered", "gao", "street_officer", facts))
    audit(district, OFFICER, number, True, COMMITTEE, COMMITTEE[1])
    check_all(district, number)
    assert refused(lambda: examine(district, REVIEWER, number, "approve", holding())) == "examination.visit"
    seen = examine(district, REVIEWER, number, "approve", holding(), visit="谢试文上门，情况属实")
    assert seen.stage is Stage.EXAMINED


def test_what_is_late_is_counted_for_whoever_does_it(district: District, clock: Clock) -> None:
    number = audited_case(district).number
    originals.receive_call(district, OFFICER, number, district.today())
    due = district.get_case(number).originals
    assert due is not None
    clock.move(days=(due.due_on - district.today()).days)
    assert count_dues(district, OFFICER).today == {"originals": 1}
    clock.move(days=1)
    assert count_dues(district, OFFICER).late == {"originals": 1}
    assert count_dues(district, REVIEWER).late == {"originals": 1}  # who waits for them at the counter
    assert count_dues(district, HEAD_OF_BUREAU).late == {}
    assert recount(district) == 1
    check_all(district, number)
    assert count_dues(district, OFFICER).late == {}


def check_all(district: District, number: str) -> Case:
    codes = originals.originals_of(district.get_case(number))
    return originals.check_originals(district, REVIEWER, number, dict.fromkeys(codes, "same"), "counter")


def went_along(district: District, user_id: str) -> None:
    """Makes a person of the committee the account of an assessor who was in the home."""
    district.office.save(replace(district.office.get(User, user_id), assessor_id="a-0218"))


def with_rules(district: District, **groups: dict[str, Any]) -> District:
    """The same district under a pack some of whose rules are others."""
    policy = district.policy
    changed = replace(
        policy, **{name: replace(getattr(policy, name), **rules) for name, rules in groups.items()}
    )
    return replace(district, policies={**district.policies, policy.key: changed})


def test_the_national_way_takes_two_assessors_seven_days_and_no_meeting(
    district: District, clock: Clock
) -> None:
    use_pack(district, "cn-2021@1")
    tablet, case = enrolled_tablet(district), assigned_case(district, TEAM[:2])
    visit = tablet.fill_in(case)
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1
    confirm(district, visit)
    for member in ("m1", "m2"):
        sign_authorisation(district, OFFICER, case.number, member)
    request_check(district, OFFICER, case.number)
    import_results(district, OFFICER, answers(case))
    record_finding(district, OFFICER, case.number, True, COMMITTEE)
    posted = post_notice(district, OFFICER, case.number, "槐安社区公示栏")
    assert (posted.period.last_day - posted.period.posted_on).days >= 7
    assert district.get_case(case.number).stage is Stage.NOTICED_ONLY
    early = refused(lambda: audit(district, OFFICER, case.number, True, COMMITTEE, COMMITTEE[1]))
    assert early == "notice.running"
    clock.move(days=(posted.period.last_day - district.today()).days + 1)
    audited = audit(district, OFFICER, case.number, True, COMMITTEE, COMMITTEE[1])
    assert (audited.stage, audited.originals) == (Stage.AUDITED, None)
    running = {each.kind for each in clocks_of_case(district, audited) if each.is_open}
    assert running == {"district", "total"}
    examine(district, REVIEWER, case.number, "approve", holding())
    approve(district, HEAD_OF_BUREAU, case.number)
    hand_over(district, case.number)
    assert district.get_case(case.number).stage is Stage.IN_RECEIPT
    assert verify(district).problems == []


def hand_over(district: District, number: str) -> None:
    pass_on(district, REVIEWER, number, "street", "高样如")
    arrange_passbook(district, OFFICER, number, "示例银行", "0137")
    pass_on(district, OFFICER, number, "community", "方示宁")
    pass_on(district, CLERK, number, "family", "周例平", signed=INK)
