"""The written summary on paper: both languages, every rule, what was reported marked (S4)."""

from __future__ import annotations

from server.documents.issued import Mark
from server.documents.summary import SummaryPaper, print_summary, summary_facts
from server.domain.annual_summary import Origin, Sentence
from tests.server.documents.papers import CREATED, HEAD, text_of


def sheet() -> bytes:
    paper = SummaryPaper(
        organ="示例区民政局",
        area=("示例区", "Shili District"),
        period=("2020年", "2020"),
        sentences=[
            Sentence("S4-04", "2020年12月在保 3 户 7 人。", "In receipt in December 2020: 3 households."),
            Sentence("S4-12", "特困供养户数：487 户 #*[_$。", "Destitute: 487.", Origin.REPORTED),
        ],
    )
    url = "https://ruhu.example/check#code"
    mark = Mark("示民〔2026〕3 号", "register-3", CREATED, HEAD[0], url, HEAD, demonstration=True)
    return print_summary(summary_facts(paper), mark)


def test_every_sentence_is_printed_with_its_rule_and_origin() -> None:
    text = text_of(sheet())
    for words in (
        "2020年低保统计小结",
        "S4-04",
        "在保 3 户 7 人",
        "In receipt in December 2020",
        "上报",
        "487 户 #*[_$",
        "不四舍五入",
        "演示件，不作凭证",
        "示民〔2026〕3 号",
        "查验号 register-3",
    ):
        assert words in text, words


def test_the_same_summary_is_the_same_paper() -> None:
    assert sheet() == sheet()
