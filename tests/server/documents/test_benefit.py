"""The sheet for the family says every step in both languages, with the rule and the source."""

from __future__ import annotations

from server.documents.benefit import BenefitPaper, print_benefit
from server.domain.benefit import work_out_benefit
from tests.server.documents.papers import CREATED, HEAD, text_of
from tests.server.domain.benefits import DAY, earning
from tests.server.domain.packs import national


def sheet() -> bytes:
    policy = national()
    paper = BenefitPaper(
        organ="松林街道办事处",
        number="SL-2026-0137",
        head="周例平",
        pack=policy.title,
        issuer=policy.issuer,
        benefit=work_out_benefit(policy, earning(34000, 0, name="周例平"), DAY),
        remedy=(policy.remedy.text.zh, policy.remedy.text.en),
        phone="0000-000 0002",
        newest_head=HEAD,
        demonstration=True,
        created_at=CREATED,
    )
    return print_benefit(paper)


def test_every_step_is_printed_in_both_languages_with_its_rule() -> None:
    text = text_of(sheet())
    for words in (
        "救助总额：2 × 1,100.00 = 2,200.00 元",
        "What the household needs: 2 × 1,100.00 = 2,200.00 yuan.",
        "周例平：工资 340.00 元",
        "S1-CALC-02",
        "−340.00",
        "1,860.00 元",
        "行政复议",
        "administrative reconsideration",
        "演示件，不作凭证",
        "7K3M-9QXP-W2TD-5RHN",
    ):
        assert words in text, words


def test_the_same_benefit_is_the_same_paper() -> None:
    assert sheet() == sheet()
