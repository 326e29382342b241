"""A vote that fails ends in words, a right to object, a second meeting; never in silence (S7-AMB-04, 05)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Literal, cast

import pytest

from server.domain.ballot import Choice, Counts
from server.domain.case import Case
from server.domain.objection import Statement
from server.domain.policy import Policy
from server.domain.stage import Stage
from server.errors import Refusal
from server.services.audits import audit
from server.services.cases import get_case_view
from server.services.committee import record_finding
from server.services.district import District
from server.services.feedback import AGREED, NOT_SIGNED, OBJECTED, complete_file, give_feedback
from server.services.meetings import convene, defer_case, list_ready
from server.services.meetings_held import close_meeting, sign_minutes, take_ballot
from server.services.minutes import minutes_pdf
from server.services.notices import post_notice
from server.services.objections import object_on_page
from server.services.verification import verify
from tests.factories import (
    CHAIRMAN,
    CLERK,
    COMMITTEE,
    COMMUNITY_ID,
    MEMBERS,
    OFFICER,
    confirm,
    enrolled_tablet,
    picture,
    reconcile,
)
from tests.second_team import OTHERS, certify_others
from tests.server.domain.packs import national
from tests.server.services.story import convened, discussed, move, noticed_case, ripe_case, votes
from tests.server.services.test_objections import send

INK = {"width": 300, "height": 120, "paths": ["M1 2L3 4"]}


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.code


def voted(
    district: District, number: str, hands: Mapping[str, Choice] | Counts, present: tuple[str, ...] = MEMBERS
) -> Case:
    """A meeting held for one case to its end."""
    meeting = discussed(district, convened(district, [number]), number, present)
    take_ballot(district, CHAIRMAN, meeting.id, number, hands)
    for member in present:
        sign_minutes(district, CHAIRMAN, meeting.id, member)
    close_meeting(district, CHAIRMAN, meeting.id)
    return district.get_case(number)


def test_a_failed_vote_an_objection_another_team_and_a_second_meeting(district: District) -> None:
    certify_others(district)
    failed = voted(district, ripe_case(district).number, votes(7, 3))
    assert (failed.stage, failed.step and failed.step.act) == (Stage.NOT_PASSED, "feedback_given")
    assert refused(lambda: give_feedback(district, CLERK, failed.number, OBJECTED)) == "feedback.words"
    objected = give_feedback(district, CLERK, failed.number, OBJECTED, "儿子上个月失业了")
    assert (objected.stage, objected.objections[0].kind) == (Stage.OBJECTED, "resolution")
    assert get_case_view(district, OFFICER, failed.number).lines[-1].words == "儿子上个月失业了"
    case = noticed_again(district, objected)
    assert [row.number for row in list_ready(district, COMMUNITY_ID)] == [case.number]
    passed = voted(district, case.number, votes(9, 1))
    assert passed.stage is Stage.PASSED
    done = complete_file(district, CLERK, give_feedback(district, CLERK, case.number, AGREED).number)
    assert done.stage is Stage.FILED
    assert [act.kind for act in done.acts].count("resolved") == 2
    assert verify(district).problems == []


def noticed_again(district: District, case: Case) -> Case:
    """Another team's visit, the committee's finding and the second notice, which has run out."""
    tablet, sent = enrolled_tablet(district, OTHERS[0]), send(district, case, OTHERS)
    visit = tablet.fill_in(sent)
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1
    confirm(district, visit)
    record_finding(district, OFFICER, case.number, True, COMMITTEE)
    post_notice(district, OFFICER, case.number, "槐安路 12 号楼")
    move(district, days=10)
    return district.get_case(case.number)


def test_an_applicant_who_does_not_sign_is_recorded_with_the_reason_and_who_saw_it(
    district: District,
) -> None:
    number = voted(district, ripe_case(district).number, votes(8, 1)).number
    assert refused(lambda: give_feedback(district, CLERK, number, NOT_SIGNED, "不识字")) == "feedback.witness"
    case = give_feedback(district, CLERK, number, NOT_SIGNED, "不识字，不愿按手印", witness="邻居钱试英")
    assert (case.stage, case.feedback and case.feedback.signature) == (Stage.FED_BACK, "")
    assert (
        get_case_view(district, OFFICER, number).lines[-1].words == "不识字，不愿按手印（在场：邻居钱试英）"
    )
    assert "钱试英" not in str(list(district.casebook.documents()))


def test_a_failed_vote_nobody_objects_to_ends_the_case(district: District) -> None:
    number = voted(district, ripe_case(district).number, votes(5, 5)).number
    case = give_feedback(district, CLERK, number, AGREED, signed=INK)
    assert (case.stage, case.step) == (Stage.ENDED, None)
    assert refused(lambda: give_feedback(district, CLERK, number, OBJECTED, "不服")) == "case.wrong_step"


def test_the_applicant_signs_on_the_pad_or_on_paper_that_is_photographed(district: District) -> None:
    drawn = voted(district, ripe_case(district).number, votes(8, 1)).number
    bad = {"width": 1, "height": 1, "paths": "<script>"}
    assert refused(lambda: give_feedback(district, CLERK, drawn, AGREED, signed=bad)) == "paper.bad_ink"
    assert (
        refused(lambda: give_feedback(district, CLERK, drawn, AGREED, signed=b"%PDF")) == "image.unreadable"
    )
    case = give_feedback(district, CLERK, drawn, AGREED, signed=picture("form", (900, 1200)))
    assert case.feedback is not None
    assert district.evidence.get_photo(drawn, case.feedback.sheet).startswith(b"\xff\xd8")
    assert verify(district).problems == []


def test_a_secret_ballot_advises_and_the_case_goes_on(district: District) -> None:
    """The national pack: slips over those present, facts found not true, the street decides with reasons."""
    case = advised_case(district)
    assert case.stage is Stage.ADVISED
    act = case.last.facts
    assert (act["base"], act["agree"], act["invalid"], act["returned"], act["effect"]) == (
        10,
        6,
        1,
        9,
        "advisory",
    )
    number = case.number
    assert give_feedback(district, CLERK, number, AGREED).stage is Stage.FED_BACK
    complete_file(district, CLERK, number)
    assert refused(lambda: audit(district, OFFICER, number, True, COMMITTEE, COMMITTEE[1])) == "audit.reason"
    reason = "入户和核对都属实"
    audited = audit(district, OFFICER, number, True, COMMITTEE, COMMITTEE[1], reason)
    assert audited.stage is Stage.AUDITED


def test_slips_are_counted_whole_or_not_at_all(district: District) -> None:
    number, meeting_id = national_meeting(district)
    wrong = {
        "meeting.ballot_too_large": Counts(11, 0, 0, issued=11, returned=11),
        "meeting.slips_returned": Counts(8, 2, 0, issued=9, returned=10),
        "meeting.slips_sum": Counts(6, 2, 0, issued=10, returned=9),
    }
    for code, counts in wrong.items():
        assert refused(partial(take_ballot, district, CHAIRMAN, meeting_id, number, counts)) == code
    by_name = dict.fromkeys(MEMBERS[:10], Choice.AGREE)
    assert (
        refused(lambda: take_ballot(district, CHAIRMAN, meeting_id, number, by_name)) == "meeting.ballot_way"
    )
    assert district.get_case(number).stage is Stage.NOTICED


def test_minutes_of_a_ballot_name_no_voter_and_print(district: District) -> None:
    case = advised_case(district)
    assert case.resolution is not None
    meeting = district.get_meeting(case.resolution.meeting)
    assert meeting.cases[0].votes == {}
    assert minutes_pdf(district, CHAIRMAN, meeting.id).startswith(b"%PDF")


def test_a_case_objected_to_before_its_meeting_is_taken_off_and_the_others_go_on(district: District) -> None:
    one, notice = noticed_case(district)
    two, _ = noticed_case(district)
    in_four_days, chair = district.today() + timedelta(days=4), CHAIRMAN.user_id
    cases = [one.number, two.number]
    meeting = convene(district, CLERK, COMMUNITY_ID, cases, in_four_days, "居委会", chair)
    object_on_page(district, notice.id, Statement("他家有一辆小汽车。"))
    move(district, days=4)
    discussed(district, meeting, one.number)
    vote = partial(take_ballot, district, CHAIRMAN, meeting.id, one.number, votes(8, 1))
    assert refused(vote) == "case.wrong_step"
    left = defer_case(district, CHAIRMAN, meeting.id, one.number, "公示后有异议")
    assert [agenda.case for agenda in left.cases] == [two.number]


def test_a_meeting_nobody_needs_is_not_convened(district: District) -> None:
    vote_as_the_nation_does(district, "on_objection")
    number = noticed_case(district)[0].number
    move(district, days=4)
    assert district.get_case(number).stage is Stage.NOTICED_ONLY
    assert refused(lambda: convened(district, [number])) == "meeting.not_needed"


def advised_case(district: District) -> Case:
    number, meeting_id = national_meeting(district)
    take_ballot(district, CHAIRMAN, meeting_id, number, Counts(6, 2, 0, invalid=1, issued=10, returned=9))
    return district.get_case(number)


def national_meeting(district: District) -> tuple[str, str]:
    """A case discussed by ten of eleven, whose vote the national pack has taken by slips, as advice."""
    vote_as_the_nation_does(district, "always")
    number = ripe_case(district).number
    meeting = convened(district, [number])
    return number, discussed(district, meeting, number, MEMBERS[:10]).id


def vote_as_the_nation_does(district: District, mode: Literal["always", "on_objection"]) -> None:
    """The seed pack with the national pack's rules for meetings."""
    packs = cast("dict[str, Policy]", district.policies)
    packs[district.policy.key] = replace(district.policy, meeting=replace(national().meeting, mode=mode))
