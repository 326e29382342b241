"""What was offered and why it was refused stays as words, where somebody decides on it (S7-EMP-05, C-28)."""

from __future__ import annotations

from server.domain.case import Case
from server.domain.employment import Offer
from server.services.district import District, draft_act
from server.services.job_forms import issue_form
from server.services.jobs import OfferMade, record_offer, suggest_review
from server.services.offer_words import ReadOffer, read_counted, read_offers, read_refusals
from server.services.periodic_reviews import begin_review
from server.services.verification import verify
from tests.factories import CLERK, OFFICER
from tests.server.services.employed import SEEKER, linked_case, offer, receive, returned

WHAT, WHY = "示例物业，夜班保安", "腿不好，站不了一夜。"


def refuse(district: District, case: Case, reason: str = WHY) -> Case:
    made = OfferMade(district.today(), "market", "refused", False, WHAT, reason)
    return record_offer(district, OFFICER, case.number, SEEKER, made)


def read(district: District, case: Case) -> list[tuple[str, str]]:
    return [(each.what, each.reason) for each in read_offers(district, case, case.jobs[SEEKER].offers)]


def test_an_offer_by_itself_keeps_what_it_was_and_the_persons_own_words(district: District) -> None:
    case = refuse(district, linked_case(district))
    assert read(district, case) == [(WHAT, WHY)]
    assert not any(word in str(case.last.facts) for word in (WHAT, WHY))
    assert verify(district).ok


def test_an_offer_of_a_form_reads_as_the_form_says_it_whatever_their_days(district: District) -> None:
    case = issue_form(district, OFFICER, linked_case(district).number, SEEKER)
    today = district.today()
    refused = offer(today, what="夜班保安", answer="refused", suitable="yes", justified="no", reason=WHY)
    case = receive(district, case, returned(district, offers=[refused, offer(today)]))
    assert read(district, case) == [("示例物业，夜班保安", WHY), ("示例物业，保洁", "")]


def test_a_refusal_recorded_with_one_text_reads_as_it_did(district: District) -> None:
    """Before reasons were kept apart an offer had one text, and before that none."""
    case = linked_case(district)
    facts = {
        "member": SEEKER,
        "on": "2026-03-01",
        "measure": "market",
        "answer": "refused",
        "justified": False,
    }
    for older in ({"words": district.put_text(case.number, "reason", "保洁；他说路太远。")}, {}):
        draft = draft_act(OFFICER, "job.record", "job_offered", facts | older)
        case = district.append_to_case(case, draft)
    assert read(district, case) == [("保洁；他说路太远。", ""), ("", "")]
    assert [each.counts_as_refusal for each in case.jobs[SEEKER].offers] == [True, True]


def test_what_is_gone_from_evidence_leaves_the_offer_without_words(district: District) -> None:
    lost = [
        Offer("2026-03-01", "market", "refused", what="0" * 64, reason="1" * 64),
        Offer("2026-03-01", "market", "refused", form="2" * 64, line=3),
    ]
    assert [(each.what, each.reason) for each in read_offers(district, linked_case(district), lost)] == [
        ("", ""),
        ("", ""),
    ]


def test_a_review_rests_on_the_refusals_it_was_suggested_for(district: District) -> None:
    """Not on what came later: neither another refusal nor a job taken up changes why it was opened."""
    case = linked_case(district, refusals=2)
    for reason in ("路太远。", "工资太低。"):
        case = refuse(district, case, reason)
    case = suggest_review(district, OFFICER, case.number, SEEKER, "听过本人，建议复核。")
    refuse(district, case, "后来的一次。")
    record_offer(district, CLERK, case.number, SEEKER, OfferMade(district.today(), "home", "accepted"))
    case = begin_review(district, CLERK, case.number, "work")
    (refusing,) = read_refusals(district, case, case.reviews[-1])
    assert (refusing.name, refusing.suggested) == ("陈示兰", "听过本人，建议复核。")
    assert [each.reason for each in refusing.offers] == ["路太远。", "工资太低。"]


def test_without_a_suggestion_a_review_rests_on_the_refusals_that_count(district: District) -> None:
    case = refuse(district, linked_case(district, refusals=2))
    case = begin_review(district, CLERK, case.number, "work")
    (refusing,) = read_refusals(district, case, case.reviews[-1])
    assert (refusing.suggested, [each.reason for each in refusing.offers]) == ("", [WHY])
    assert [each.reason for each in read_counted(district, case.number, SEEKER)] == [WHY]


def test_any_other_review_says_nothing_of_refusals(district: District) -> None:
    case = refuse(district, linked_case(district))
    case = begin_review(district, CLERK, case.number, "inquiry")
    assert read_refusals(district, case, case.reviews[-1]) == []
    assert read_refusals(district, case, None) == []


def test_words_are_read_without_an_offer_being_changed(district: District) -> None:
    made = Offer("2026-03-01", "training", "waiting")
    assert read_offers(district, linked_case(district), [made]) == [ReadOffer(made, "", "")]
