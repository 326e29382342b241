"""Papers of a case are issued once, printed again as they were, superseded, withdrawn, and tell of it."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest
from joserfc import jws

from server.domain.paper import PaperKind, PaperStanding, find_issue, printed_number
from server.domain.permission import Actor
from server.errors import Refusal
from server.services.district import District
from server.services.issued_papers import list_issued, print_again, standing_of_code, withdraw_paper
from server.services.papers_of_cases import (
    approval_form_pdf,
    assessment_form_pdf,
    assessment_report_pdf,
    certificate_pdf,
    disclosure_pdf,
    feedback_pdf,
    letter_pdf,
    list_papers,
    print_paper,
)
from server.services.verification import verify
from tests.factories import CLERK, COMMUNITY_ID, OFFICER, REVIEWER, accepted_case, household, visited_case
from tests.server.documents.papers import codes_of, pages_of, text_of
from tests.server.services.story import approved_case, noticed_case, passed_case

STRANGER = Actor("qinghe", "别人", OFFICER.roles, street="qinghe")


def claims_of(district: District, pdf: bytes, folder: Path) -> dict[str, str]:
    """What the code on a paper says, read from the printed page and verified by an independent library."""
    [(url, _)] = codes_of(pages_of(pdf, folder)[0]) or codes_of(pages_of(pdf, folder)[-1])
    token = url.partition("#")[2]
    signed = jws.deserialize_compact(token, district.keys.log, algorithms=["ES256"])
    assert signed.headers()["typ"] == "paper"
    payload: dict[str, str] = json.loads(signed.payload)
    return payload


def test_a_paper_asked_for_twice_is_one_paper_with_one_number(district: District) -> None:
    number = accepted_case(district).number
    first = disclosure_pdf(district, CLERK, number)
    assert disclosure_pdf(district, CLERK, number) == first
    [paper] = list_issued(district, district.get_case(number))
    assert paper.number == printed_number("松", number, 1)
    assert paper.number in text_of(first)
    assert paper.standing is PaperStanding.CURRENT


def test_a_paper_printed_again_later_is_the_same_bytes(district: District, clock) -> None:
    number = visited_case(district).number
    first = assessment_form_pdf(district, OFFICER, number)
    clock.move(days=40)
    district.office.save(replace(district.profile, phone="0000-000 9999"))
    assert print_again(district, CLERK, number, 1) == first


def test_the_code_names_kind_number_digest_day_and_a_masked_head(district: District, tmp_path: Path) -> None:
    number = approved_case(district).number
    pdf = certificate_pdf(district, REVIEWER, number)
    claims = claims_of(district, pdf, tmp_path)
    assert (claims["k"], claims["n"]) == ("certificate", f"{number}-1")
    assert claims["t"] == district.today().isoformat()
    head = household()["members"][0]["name"]
    assert head in text_of(pdf)
    assert head not in claims["w"]
    assert claims["w"].startswith(f"{head[0]}*")
    issue = find_issue(district.get_case(number).acts, 1)
    assert base64.urlsafe_b64decode(f"{claims['d']}==").hex() == issue.facts["paper"][:32]
    assert standing_of_code(district, claims["n"], claims["d"]) is PaperStanding.CURRENT


def test_who_does_not_know_the_digest_learns_nothing_of_a_paper(district: District) -> None:
    number = accepted_case(district).number
    disclosure_pdf(district, CLERK, number)
    for paper, digest in (
        (f"{number}-1", "A" * 22),
        (f"{number}-1", ""),
        (f"{number}-2", "A" * 22),
        ("SL-2026-9999-1", "A" * 22),
        ("", ""),
        ("nonsense", "x"),
        (f"{number}-x", "x"),
        (f"{number}-0", "A" * 22),
    ):
        assert standing_of_code(district, paper, digest) is PaperStanding.UNKNOWN


def test_a_paper_is_superseded_once_the_case_has_moved_past_what_it_rests_on(district: District) -> None:
    case, _ = noticed_case(district)
    assessment_report_pdf(district, OFFICER, case.number)
    assert [paper.standing for paper in list_issued(district, district.get_case(case.number))] == [
        PaperStanding.CURRENT
    ]
    approval = passed_case(district).number
    approval_form_pdf(district, CLERK, approval)
    feedback_pdf(district, CLERK, approval)
    standings = {p.kind: p.standing for p in list_issued(district, district.get_case(approval))}
    assert standings[PaperKind.APPROVAL_FORM] is PaperStanding.CURRENT


def test_a_paper_that_says_something_else_now_is_a_new_paper(district: District) -> None:
    number = accepted_case(district).number
    old = disclosure_pdf(district, CLERK, number)
    street = district.area("songlin")
    district.office.save(replace(street, phone="0000-000 7777"))
    assert "0000-000 7777" in text_of(disclosure_pdf(district, CLERK, number))
    papers = list_issued(district, district.get_case(number))
    assert [paper.standing for paper in papers] == [PaperStanding.SUPERSEDED, PaperStanding.CURRENT]
    assert print_again(district, CLERK, number, 1) == old


def test_a_withdrawn_paper_says_so_and_the_next_is_a_new_one(district: District) -> None:
    number = accepted_case(district).number
    disclosure_pdf(district, CLERK, number)
    with pytest.raises(Refusal) as refused:
        withdraw_paper(district, OFFICER, number, 1, "  ")
    assert refused.value.code == "paper.withdraw_reason"
    withdraw_paper(district, OFFICER, number, 1, "电话印错了。")
    with pytest.raises(Refusal) as refused:
        withdraw_paper(district, OFFICER, number, 1, "再收一次。")
    assert refused.value.code == "paper.withdrawn_already"
    disclosure_pdf(district, CLERK, number)
    papers = list_issued(district, district.get_case(number))
    assert [paper.standing for paper in papers] == [PaperStanding.WITHDRAWN, PaperStanding.CURRENT]


def test_nothing_is_issued_before_its_time_or_by_another_street(district: District) -> None:
    number = accepted_case(district).number
    for kind in PaperKind:
        if kind not in (
            PaperKind.DISCLOSURE,
            PaperKind.APPLICATION,
            PaperKind.OBJECTION,
            PaperKind.FAMILY_FILE,
        ):
            with pytest.raises(Refusal) as refused:
                print_paper(district, OFFICER, number, kind)
            elsewhere = kind in (PaperKind.HOUSING, PaperKind.ACCESS_COPY)  # printed from pages of their own
            assert refused.value.code == ("paper.unknown" if elsewhere else "paper.not_yet"), kind
    with pytest.raises(Refusal) as refused:
        disclosure_pdf(district, STRANGER, number)
    assert refused.value.code == "person.other_area"
    assert list_issued(district, district.get_case(number)) == []


def test_a_name_no_font_has_is_named_before_anything_is_issued(district: District) -> None:
    family = household()
    family["members"][0]["name"] = "周\ue000平"
    number = accepted_case(district, **family).number
    assert "U+E000" in list_papers(district, CLERK, number).unprintable
    with pytest.raises(Refusal) as refused:
        disclosure_pdf(district, CLERK, number)
    assert refused.value.code == "paper.glyph"
    assert "U+E000" in refused.value.sentence()
    assert list_issued(district, district.get_case(number)) == []


def test_every_paper_of_an_approved_case_is_ready_and_its_record_verifies(district: District) -> None:
    number = approved_case(district).number
    papers = list_papers(district, REVIEWER, number)
    assert [paper.kind for paper in papers.ready] == [
        PaperKind.DISCLOSURE,
        PaperKind.APPLICATION,
        PaperKind.ASSESSMENT_FORM,
        PaperKind.REPORT,
        PaperKind.APPROVAL_FORM,
        PaperKind.FEEDBACK,
        PaperKind.ORIGINALS,
        PaperKind.CERTIFICATE,
        PaperKind.PASSBOOK,
        PaperKind.UNDERTAKING,
    ]
    for paper in papers.ready:
        print_paper(district, REVIEWER, number, paper.kind)
    numbers = [paper.number for paper in list_issued(district, district.get_case(number))]
    assert numbers == [printed_number("松", number, ordinal) for ordinal in range(1, 11)]
    assert verify(district).problems == []


def test_the_approval_form_shows_the_vote_and_who_signed_at_each_level(district: District) -> None:
    number = approved_case(district).number
    text = text_of(approval_form_pdf(district, REVIEWER, number))
    for words in (
        "同意 8",
        "通过。",
        "审核合格",
        "批准，",
        REVIEWER.name,
        "参加社区低保议事会的全体人员签字（11 人）",
    ):
        assert words in text


def test_a_letter_for_whoever_asks_names_no_case_and_is_checked_by_its_pack(
    district: District, tmp_path: Path
) -> None:
    pdf = letter_pdf(district, CLERK, COMMUNITY_ID)
    claims = claims_of(district, pdf, tmp_path)
    assert claims["n"] == district.policy.key
    assert standing_of_code(district, claims["n"], claims["d"]) is PaperStanding.CURRENT
    assert standing_of_code(district, "sifang-seed@0", claims["d"]) is PaperStanding.SUPERSEDED
