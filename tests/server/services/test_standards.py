"""A new standard: confirmed with the totals that were seen, applied to each household once (S1-ADJ-08)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from server.domain.act import ActDraft
from server.domain.policy_benefit import SizeStandard
from server.domain.standard import fold_standard
from server.errors import Refusal
from server.records.receipt_rows import SPELLS
from server.services.district import District
from server.services.households_now import benefit_now
from server.services.periodic_reviews import Change, begin_review
from server.services.recalculations import propose_standard
from server.services.standards import (
    Wanted,
    apply_standard,
    confirm_standard,
    get_standard,
    list_standards,
)
from server.services.verification import verify
from tests.factories import CLERK, COMMUNITY_ID, HEAD_OF_BUREAU, OFFICER, REVIEWER, STREET_ID, household
from tests.server.services.packs import use_pack
from tests.server.services.pensions import with_pension
from tests.server.services.story import move

SINCE = "2026-04"
BASIS = "示政发〔2026〕9号"


def taken_over(
    district: District,
    count: int,
    income_fen: int = 100_000,
    residence: str = "urban",
    need_fen: int = 220_000,
) -> list[str]:
    """Households of the system before, each of two with one income."""
    numbers = []
    for n in range(1, count + 1):
        number, home = f"SL-{2025 if residence == 'urban' else 2024}-{n:04d}", household()
        home["members"][0]["incomes"][0]["amount_fen"] = income_fen
        declared = district.evidence.put("declared", number, home, salt=district.new_salt())
        facts = {
            "street": STREET_ID,
            "community": COMMUNITY_ID,
            "persons": 2,
            "residence": residence,
            "declared": declared,
            "channel": "community",
            "since": "2025-01",
            "amount_fen": need_fen - income_fen,
            "class": "C",
        }
        draft = ActDraft("taken_over", "admin", "administrator", facts)
        district.casebook.append(draft, number, None, policy=district.policy.key)
        numbers.append(number)
    return numbers


def wanted(district: District, fen: int = 120_000, since: str = SINCE) -> Wanted:
    proposal = propose_standard(district, HEAD_OF_BUREAU, fen)
    return Wanted(fen, "", since, proposal.now_fen, proposal.then_fen, basis=BASIS)


def test_every_household_follows_once_and_the_totals_are_those_confirmed(district: District) -> None:
    numbers = taken_over(district, 5)
    confirmed = confirm_standard(district, HEAD_OF_BUREAU, wanted(district))
    assert (confirmed.households, confirmed.before_fen, confirmed.after_fen) == (5, 600_000, 700_000)
    first = apply_standard(district, HEAD_OF_BUREAU, confirmed.id, limit=2)
    assert (first.applied, first.is_finished) == (2, False)
    again = apply_standard(district, HEAD_OF_BUREAU, confirmed.id)  # as after a crash: the rest, no more
    assert (again.applied, again.is_finished, again.left_out) == (5, True, [])
    assert (again.before_fen, again.after_fen) == (600_000, 700_000)
    apply_standard(district, HEAD_OF_BUREAU, confirmed.id)
    for number in numbers:
        case = district.get_case(number)
        assert [act.kind for act in case.acts] == ["taken_over", "standard_applied"]
        assert case.receipt is not None
        assert case.receipt.in_month("2026-03") == replace(
            case.receipt.spells[0], until="2026-03", closed_by="standard_applied"
        )
        assert case.receipt.now.amount_fen == 140_000
    assert "1,200.00" in again.notice
    assert [row.file for row in list_standards(district, REVIEWER)] == [confirmed.id]
    assert verify(district).problems == []


def test_the_next_review_and_the_next_proposal_count_with_it(district: District) -> None:
    taken_over(district, 1)
    confirmed = confirm_standard(district, HEAD_OF_BUREAU, wanted(district))
    apply_standard(district, HEAD_OF_BUREAU, confirmed.id)
    [row] = propose_standard(district, REVIEWER, 120_000).rows
    assert row.change_fen == 0
    assert len(district.index.rows(SPELLS)) == 2


def test_whoever_confirms_totals_they_did_not_see_is_refused(district: District) -> None:
    [number, *_] = taken_over(district, 3)
    seen = wanted(district)
    stop = {"until": "2026-03", "reason": "moved", "words": "", "happened_on": "2026-03-01"}
    case = district.get_case(number)
    district.append_to_case(case, ActDraft("stopped", "qian", "bureau_head", stop))
    with pytest.raises(Refusal, match=r"standard\.stale"):
        confirm_standard(district, HEAD_OF_BUREAU, seen)


def test_an_amount_that_changed_meanwhile_is_left_out_and_listed(district: District) -> None:
    [number, *_] = taken_over(district, 3)
    confirmed = confirm_standard(district, HEAD_OF_BUREAU, wanted(district))
    facts = {
        "outcome": "adjust",
        "since": "2026-04",
        "persons": 2,
        "amount_fen": 50_000,
        "class": "",
        "reason_code": "income",
    }
    case = district.get_case(number)
    opened = {"occasion": "inquiry", "month": "2026-03", "due_on": "2026-03-31"}
    case = district.append_to_case(case, ActDraft("review_opened", "fang", "community_clerk", opened))
    district.append_to_case(case, ActDraft("review_decided", "qian", "bureau_head", facts))
    progress = apply_standard(district, HEAD_OF_BUREAU, confirmed.id)
    assert progress.left_out == [number]
    assert progress.is_finished
    assert get_standard(district, REVIEWER, confirmed.id).confirmed.left_out == 1


def test_what_would_end_is_left_to_a_review(district: District) -> None:
    [number] = taken_over(district, 1)
    low = replace(wanted(district, 10_000), again_fen=10_000)
    confirmed = confirm_standard(district, HEAD_OF_BUREAU, low)
    progress = apply_standard(district, HEAD_OF_BUREAU, confirmed.id)
    assert progress.left_out == [number]
    assert district.get_case(number).last.kind == "taken_over"


def test_only_the_head_confirms_and_not_for_months_gone_by(district: District) -> None:
    taken_over(district, 1)
    seen = wanted(district)
    for since in ("2026-02", "2026-13", "soon", "2026-4"):
        with pytest.raises(Refusal, match=r"standard\.since"):
            confirm_standard(district, HEAD_OF_BUREAU, replace(seen, since=since))
    for actor in (OFFICER, REVIEWER):
        with pytest.raises(Refusal, match=r"person\.may_not"):
            confirm_standard(district, actor, seen)
    confirmed = confirm_standard(district, HEAD_OF_BUREAU, seen)
    with pytest.raises(Refusal, match=r"standard\.unfinished"):
        confirm_standard(district, HEAD_OF_BUREAU, seen)
    with pytest.raises(Refusal, match=r"person\.may_not"):
        apply_standard(district, OFFICER, confirmed.id)
    with pytest.raises(Refusal, match=r"standard\.unknown"):
        apply_standard(district, HEAD_OF_BUREAU, "standard:2026-04:9")


def test_a_household_whose_pack_ended_is_reviewed_once_it_has_moved(
    district: District,
) -> None:
    [number] = taken_over(district, 1)
    ended = use_pack(district, "sifang-seed@1", valid_until=district.today())
    move(district, days=30)
    with pytest.raises(Refusal, match=r"case\.pack_ended") as refusal:
        begin_review(district, CLERK, number, "change", change=Change("income", district.today()))
    assert ended.title in refusal.value.sentence()
    assert "调整标准" in refusal.value.sentence()
    use_pack(district, "cn-2021@1")
    seen = propose_standard(district, HEAD_OF_BUREAU, None, "cn-2021@1")
    since = district.today().isoformat()[:7]
    moving = Wanted(None, "cn-2021@1", since, seen.now_fen, seen.then_fen, basis=BASIS)
    confirmed = confirm_standard(district, HEAD_OF_BUREAU, moving)
    assert apply_standard(district, HEAD_OF_BUREAU, confirmed.id).applied == 1
    case = begin_review(district, CLERK, number, "change", change=Change("income", district.today()))
    assert case.last.policy == "cn-2021@1"
    assert verify(district).problems == []


def test_a_standard_of_the_town_leaves_the_countryside_as_it_is(district: District) -> None:
    """S4-01, S4-02: 675 a month and 4,332 a year are two standards; one is not paid for the other."""
    policy, key = use_pack(district, "sifang-seed@1"), "benefit.rural_standard_fen"
    use_pack(
        district,
        "sifang-seed@1",
        benefit=replace(policy.benefit, rural_standard_fen=100_000),
        sources={**policy.sources, key: "S4-02"},
    )
    (urban,) = taken_over(district, 1)
    (rural,) = taken_over(district, 1, residence="rural", need_fen=200_000)
    assert [row.number for row in propose_standard(district, REVIEWER, 120_000).rows] == [urban]
    proposal = propose_standard(district, REVIEWER, 110_000, area="rural")
    assert [(row.number, row.then_fen) for row in proposal.rows] == [(rural, 120_000)]
    of_town = confirm_standard(district, HEAD_OF_BUREAU, wanted(district))
    done = apply_standard(district, HEAD_OF_BUREAU, of_town.id)
    assert (done.applied, done.left_out) == (1, [])
    assert "城市最低生活保障标准调整为每人每月 1,200.00 元" in done.notice
    assert district.get_case(rural).standard is None


def test_a_rural_household_whose_pack_has_one_standard_is_measured_by_it_in_reviews_too(
    district: District,
) -> None:
    (number,) = taken_over(district, 1, residence="rural")
    assert benefit_now(district, district.get_case(number)).amount_fen == 120_000


def test_one_amount_is_not_put_for_a_table_by_size(district: District) -> None:
    """S1-TIER: 340, 320, 300 by size; 350 for everybody is nobody's standard."""
    policy = use_pack(district, "sifang-seed@1")
    table = (SizeStandard(1, 34_000), SizeStandard(2, 32_000, and_above=True))
    use_pack(district, "sifang-seed@1", benefit=replace(policy.benefit, mode="table", table=table))
    taken_over(district, 1, income_fen=10_000, need_fen=64_000)
    (row,) = propose_standard(district, REVIEWER, 35_000).rows
    assert row.why is not None
    assert row.why.code == "standard.by_size"
    (again,) = propose_standard(district, REVIEWER, None, "sifang-seed@1").rows
    assert again.then_fen == 2 * 32_000 - 10_000
    moved = Wanted(None, "sifang-seed@1", SINCE, again.now_fen, again.then_fen, basis=BASIS)
    notice = get_standard(district, REVIEWER, confirm_standard(district, HEAD_OF_BUREAU, moved).id).notice
    assert "最低生活保障标准按“四方区城市低保工作办法（原文）”执行" in notice


def test_a_household_paid_something_else_than_its_file_gives_is_reviewed_first(district: District) -> None:
    """Taken over at 1,200 with no income known: a new standard must not make 2,400 of it."""
    taken_over(district, 1)
    number, home = "SL-2023-0001", household()
    for person in home["members"]:
        person["incomes"] = []
    declared = district.evidence.put("declared", number, home, salt=district.new_salt())
    facts = {
        **district.casebook.read("SL-2025-0001")[0].facts,
        "declared": declared,
        "amount_fen": 120_000,
    }
    draft = ActDraft("taken_over", "admin", "administrator", facts)
    district.casebook.append(draft, number, None, policy=district.policy.key)
    proposal = propose_standard(district, REVIEWER, 120_000)
    (row,) = (row for row in proposal.rows if row.number == number)
    assert row.why is not None
    assert "2,200.00" in row.why.sentence()
    assert (proposal.not_worked_out, proposal.then_fen) == (1, 140_000)
    confirmed = confirm_standard(district, HEAD_OF_BUREAU, wanted(district))
    done = apply_standard(district, HEAD_OF_BUREAU, confirmed.id)
    assert (confirmed.households, done.applied, done.left_out) == (1, 1, [number])
    assert district.get_case(number).receipt.now.amount_fen == 120_000


def differing(district: District, number: str = "SL-2023-0001") -> str:
    """A household taken over at 1,200 of which the file knows no income: by its file it is 2,200."""
    home = household()
    for person in home["members"]:
        person["incomes"] = []
    declared = district.evidence.put("declared", number, home, salt=district.new_salt())
    [other] = taken_over(district, 1)
    facts = {**district.casebook.read(other)[0].facts, "declared": declared, "amount_fen": 120_000}
    draft = ActDraft("taken_over", "admin", "administrator", facts)
    district.casebook.append(draft, number, None, policy=district.policy.key)
    return number


def ended(district: District) -> None:
    """The pack of everybody so far had its last day; the national one is in force."""
    use_pack(district, "sifang-seed@1", valid_until=district.today())
    move(district, days=30)
    use_pack(district, "cn-2021@1")


def moving(district: District, *taken: str, words: str = "") -> Wanted:
    seen = propose_standard(district, HEAD_OF_BUREAU, None, "cn-2021@1", taken=taken)
    since = district.today().isoformat()[:7]
    totals = seen.now_fen, seen.then_fen
    return Wanted(None, "cn-2021@1", since, *totals, basis=BASIS, taken=taken, words=words)


def test_who_differs_is_left_out_under_a_pack_that_ended_too_with_both_amounts(district: District) -> None:
    """Worked out for the pack's last day: 2,200 is not given to who was decided 1,200."""
    number = differing(district)
    ended(district)
    proposal = propose_standard(district, REVIEWER, None, "cn-2021@1")
    [row] = proposal.differing
    assert (row.number, row.now_fen, row.recorded_fen, row.then_fen) == (number, 120_000, 220_000, 220_000)
    assert row.why is not None
    assert row.why.code == "standard.differs_taken_over"
    assert (row.may_review, row.taken, proposal.taken, proposal.not_worked_out) == (False, False, 0, 1)
    assert proposal.now_fen == 120_000  # of the other one
    confirmed = confirm_standard(district, HEAD_OF_BUREAU, moving(district))
    done = apply_standard(district, HEAD_OF_BUREAU, confirmed.id)
    assert (done.applied, done.left_out) == (1, [number])
    assert district.get_case(number).policy == "sifang-seed@1"


def test_who_differs_is_moved_along_with_a_reason_that_stays_in_its_file(district: District) -> None:
    number = differing(district)
    ended(district)
    with pytest.raises(Refusal, match=r"standard\.words"):
        confirm_standard(district, HEAD_OF_BUREAU, moving(district, number, words=" "))
    wanted = moving(district, number, words="政策到期，先换过去再复核。")
    confirmed = confirm_standard(district, HEAD_OF_BUREAU, wanted)
    assert (confirmed.households, confirmed.taken) == (2, 1)
    done = apply_standard(district, HEAD_OF_BUREAU, confirmed.id)
    assert (done.applied, done.left_out, done.words) == (2, [], "政策到期，先换过去再复核。")
    case = district.get_case(number)
    assert case.policy == "cn-2021@1"
    assert "政策" not in str([act.facts for act in case.acts])
    assert district.get_text(number, "reason", case.last.facts["reason"]) == "政策到期，先换过去再复核。"
    [other] = {row.number for row in propose_standard(district, REVIEWER, 120_000).rows} - {number}
    assert "reason" not in district.get_case(other).last.facts
    begin_review(district, CLERK, number, "change", change=Change("income", district.today()))
    assert verify(district).problems == []


def test_a_number_that_is_named_though_it_does_not_differ_changes_nothing(district: District) -> None:
    [number] = taken_over(district, 1)
    proposal = propose_standard(district, REVIEWER, 120_000, taken=(number, "SL-2000-9999", "'; DROP"))
    assert (proposal.taken, proposal.differing, proposal.not_worked_out) == (0, (), 0)
    confirmed = confirm_standard(district, HEAD_OF_BUREAU, replace(wanted(district), taken=(number,)))
    assert (confirmed.taken, confirmed.reason) == (0, "")


def test_who_was_moved_along_unseen_since_the_totals_is_refused(district: District) -> None:
    """Named when it is confirmed, but not in the totals that were seen."""
    number = differing(district)
    sly = replace(wanted(district), taken=(number,), words="顺便")
    with pytest.raises(Refusal, match=r"standard\.stale"):
        confirm_standard(district, HEAD_OF_BUREAU, sly)


def test_an_exemption_that_ended_is_said_to_be_why(district: District) -> None:
    number = with_pension(district).number
    move(district, days=(date(2026, 7, 1) - district.today()).days)
    [row] = propose_standard(district, REVIEWER, 120_000).differing
    assert (row.number, row.now_fen, row.recorded_fen, row.then_fen) == (number, 34_000, 14_000, 34_000)
    assert row.why is not None
    assert row.why.code == "standard.differs_expiry"
    assert "340.00" in row.why.sentence("en")


def test_a_confirmation_written_before_there_was_a_reason_is_read_as_it_was(district: District) -> None:
    taken_over(district, 1)
    confirmed = confirm_standard(district, HEAD_OF_BUREAU, wanted(district))
    [act] = district.casebook.read(confirmed.id)
    old = {key: value for key, value in act.facts.items() if key not in ("reason", "taken")}
    assert fold_standard([replace(act, facts=old)]) == confirmed


def test_a_standard_without_who_approved_it_is_not_confirmed(district: District) -> None:
    taken_over(district, 1)
    with pytest.raises(Refusal, match=r"standard\.basis"):
        confirm_standard(district, HEAD_OF_BUREAU, replace(wanted(district), basis=" "))
    confirmed = confirm_standard(district, HEAD_OF_BUREAU, wanted(district))
    assert get_standard(district, REVIEWER, confirmed.id).basis == BASIS
    assert BASIS in get_standard(district, REVIEWER, confirmed.id).notice
    assert verify(district).problems == []


def test_more_than_double_or_less_than_half_for_everybody_is_written_twice(district: District) -> None:
    taken_over(district, 1)
    double = wanted(district, fen=1_200_000)
    for again_fen in (None, 120_000):
        with pytest.raises(Refusal, match=r"standard\.retype"):
            confirm_standard(district, HEAD_OF_BUREAU, replace(double, again_fen=again_fen))
    assert confirm_standard(district, HEAD_OF_BUREAU, replace(double, again_fen=1_200_000)).fen == 1_200_000
