"""What a meeting's papers and the district's checks say of a vote is the rule of its pack (S7-MEET-A8)."""

from __future__ import annotations

from dataclasses import replace

from server.domain.ballot import Choice, Counts
from server.domain.paper import PaperKind
from server.domain.policy_reader import Words
from server.services.cases import get_case_view
from server.services.district import District
from server.services.feedback import NOT_SIGNED, complete_file, give_feedback
from server.services.meetings_held import take_ballot
from server.services.minutes import minutes_pdf
from server.services.papers_of_cases import print_paper
from server.services.sentences import Names, act_lines
from tests.factories import CHAIRMAN, CLERK, MEMBERS, OFFICER, REVIEWER
from tests.server.documents.papers import text_of
from tests.server.services.packs import use_pack
from tests.server.services.story import convened, discussed, ripe_case, votes


def test_a_vote_that_had_to_exceed_two_thirds_is_printed_so(district: District) -> None:
    """Eight of twelve are exactly two thirds: under "more than" nine are needed, on every paper of it."""
    rules = district.policies["sifang-seed@1"].meeting
    use_pack(district, "sifang-seed@1", meeting=replace(rules, comparator="more_than", chair_votes=True))
    number = ripe_case(district).number
    everybody = (*MEMBERS, CHAIRMAN.user_id)
    meeting = discussed(district, convened(district, [number]), number, everybody)
    hands = votes(8, 3) | {CHAIRMAN.user_id: Choice.AGAINST}
    take_ballot(district, CHAIRMAN, meeting.id, number, hands)
    for printed in (
        print_paper(district, CLERK, number, PaperKind.FEEDBACK),
        minutes_pdf(district, OFFICER, meeting.id),
    ):
        text = "".join(text_of(printed).split())
        assert "要9人同意" in text
        assert "3×8=24，不大于2×12=24" in text


def test_a_chair_who_votes_by_the_pack_is_no_fault_to_the_district(district: District) -> None:
    rules = district.policies["sifang-seed@1"].meeting
    use_pack(district, "sifang-seed@1", meeting=replace(rules, chair_votes=True))
    number = ripe_case(district).number
    everybody = (*MEMBERS, CHAIRMAN.user_id)
    meeting = discussed(district, convened(district, [number]), number, everybody)
    take_ballot(district, CHAIRMAN, meeting.id, number, votes(8, 3) | {CHAIRMAN.user_id: Choice.AGREE})
    give_feedback(district, CLERK, number, NOT_SIGNED, "不识字", witness="方示宁")
    complete_file(district, CLERK, number)
    rules_of_checks = [check.rule for check in get_case_view(district, REVIEWER, number).checks]
    assert "S7-MEET-A7" in rules_of_checks
    assert "S7-MEET-02" not in rules_of_checks


def test_the_file_tells_the_outcome_in_the_words_of_its_pack(district: District) -> None:
    rules = district.policies["sifang-seed@1"].meeting
    advisory = replace(
        rules, effect="advisory", pass_words=Words("属实", "True"), fail_words=Words("不属实", "Not true")
    )
    use_pack(district, "sifang-seed@1", meeting=advisory)
    number = ripe_case(district).number
    meeting = discussed(district, convened(district, [number]), number)
    take_ballot(district, CHAIRMAN, meeting.id, number, votes(7, 4))
    line = act_lines(district, district.get_case(number), Names(district))[-1]
    assert (line.zh, line.en) == (
        "议事会 11 人中 7 人同意，不属实。",
        "meeting: 7 of 11 agreed: Not true.",
    )


def test_slips_are_printed_with_the_invalid_and_those_not_given(district: District) -> None:
    rules = district.policies["sifang-seed@1"].meeting
    use_pack(district, "sifang-seed@1", meeting=replace(rules, ballot="secret", member_by_member=False))
    number = ripe_case(district).number
    meeting = discussed(district, convened(district, [number]), number)
    slips = Counts(agree=8, against=0, abstain=0, invalid=1, issued=10, returned=9)
    take_ballot(district, CHAIRMAN, meeting.id, number, slips)
    text = "".join(text_of(print_paper(district, CLERK, number, PaperKind.FEEDBACK)).split())
    assert "同意8，不同意0，弃权0，废票1，没投或没来2。" in text
