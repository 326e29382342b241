"""The register of families on paper: every family of the area, numbered, and nothing of them kept for it."""

from __future__ import annotations

import json

from server.domain.paper import PaperStanding, short_digest
from server.domain.permission import Actor
from server.services.applications import decline_application, register_application
from server.services.district import District
from server.services.issued_papers import standing_of_code
from server.services.paper_register import REGISTER
from server.services.papers_of_registers import family_register_pdf
from tests.factories import CLERK, COMMUNITY_ID, OFFICER, accepted_case, household
from tests.server.documents.papers import text_of

AUDITOR = Actor("auditor", "审计", frozenset({"auditor"}))


def test_each_family_stands_in_it_with_who_handled_it_and_when(district: District) -> None:
    accepted = accepted_case(district)
    checklist = district.policy.apply.materials
    other = register_application(district, CLERK, household(), materials=checklist).number
    decline_application(district, CLERK, other, "收入不低于标准。", told=True)
    text = text_of(family_register_pdf(district, CLERK, 2026))
    for words in ("2026年社区登记册", "2 家", accepted.number, other, "已转街道", "不代理", "方示宁 3月2日"):
        assert words in text
    assert "还没有申请" in text_of(family_register_pdf(district, CLERK, 2020))


def test_printed_again_it_has_its_number_until_a_family_comes(district: District) -> None:
    accepted_case(district)
    first = text_of(family_register_pdf(district, OFFICER, 2026, COMMUNITY_ID))
    assert "示民〔2026〕1 号" in first
    assert text_of(family_register_pdf(district, OFFICER, 2026, COMMUNITY_ID)) == first
    accepted_case(district)
    assert "示民〔2026〕2 号" in text_of(family_register_pdf(district, OFFICER, 2026, COMMUNITY_ID))
    old, new = (short_digest(act.facts["paper"]) for act in district.casebook.read(REGISTER))
    assert standing_of_code(district, f"{REGISTER}-1", old) is PaperStanding.SUPERSEDED
    assert standing_of_code(district, f"{REGISTER}-2", new) is PaperStanding.CURRENT


def test_no_family_is_kept_a_second_time_for_the_papers_sake(district: District) -> None:
    """What is erased with its case must not stay in a copy of the register."""
    accepted_case(district)
    family_register_pdf(district, CLERK, 2026)
    kept = list(district.database("evidence").all(f"paper:{REGISTER}", f"paper:{REGISTER}\ufff0"))
    assert kept
    assert "周例平" not in json.dumps(kept, ensure_ascii=False)


def test_whoever_only_reads_gets_it_without_a_number(district: District) -> None:
    accepted_case(district)
    assert "查验号" not in text_of(family_register_pdf(district, AUDITOR, 2026))
    assert district.casebook.read(REGISTER) == []
