"""Every paper of a case says what its form asks for, in its copies, and prints to the same bytes again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from server.documents.blocks import Hand
from server.documents.family_register import RegisterLine
from server.documents.issued import format_sheet, print_sheet, print_sheets
from server.documents.typesetting import find_unprintable
from server.domain.stage import STAGE_WORDS
from server.errors import Refusal
from tests.server.documents.family_papers import application, family_register
from tests.server.documents.issued_papers import (
    ALL,
    URL,
    approval_form,
    certificate,
    feedback,
    ineligible,
    mark,
    originals_call,
    printed,
)
from tests.server.documents.papers import INK, codes_of, pages_of, text_of, texts_of

WORDS = {
    "disclosure": (
        "公开告知书",
        "最低生活保障申请书",
        "家庭经济状况核对授权书",
        "可以直接到松林街道低保所申请",
    ),
    "application": (
        "申请书及申请材料",
        "110101201001010041",
        "1,200.00",
        "身份证复印件",
        "每位成年家庭成员签字（2 人）",
        "查询、核对本人的户籍",
    ),
    "family-register": ("2026年社区登记册", "40 家", "SL-2026-0137", "已转街道", "方示宁 3月3日 09:05"),
    "assessment-form": (
        "周样雨",
        "三级肢体残疾",
        "1,860.00",
        "不一样",
        "62 平方米",
        "情况属实",
        "评估人签字（3 人",
    ),
    "ineligible": ("低保不予受理通知书", "已经受理", "目前不符合最低生活保障条件", "理由：", "申请行政复议"),
    "assessment-report": (
        "低于本地标准每人每月 1,100.00 元",
        "林试远主办",
        "拟给予每月 1,940.00 元",
        "没有异议",
    ),
    "approval-form": (
        "全体人员签字（10 人）",
        "同意 8",
        "加盖社区居委会公章",
        "加盖街道救济专用章",
        "局负责人",
    ),
    "feedback": ("决议：通过", "没有异议", "有异议，请街道重新调查", "不签字的"),
    "family-file": ("家庭档案", "SL-2026-0137", "目录", "松低保〔2026〕137-5 号"),
    "certificate": (
        "低保证",
        "SL〔2026〕0137",
        "4 人：周例平、李试敏、周样雨、王例兰",
        "每月 1,940.00 元",
        "2026年4月起",
        "C 类",
    ),
    "refusal": ("不予批准", "1、原件和复印件不一致。", "申请行政复议"),
    "passbook": ("**** 0217", "示例银行松林支行", "区到街道", "2026年4月3日", "密码只由本户知道"),
    "undertaking": ("承诺书", "全家承诺", "承诺家庭签字", "李试敏"),
    "not-handled": ("不予代理", "理由：", "可以直接到松林街道低保所申请", "街道应当受理"),
    "missing-papers": ("还缺下面 3 样", "收入证明", "赡养协议", "2026年3月20日前"),
    "originals-call": ("三日内", "2026年3月29日24时前", "户口簿", "请我们上门核对"),
    "objection-receipt": ("YY-2026-0003", "没有留姓名", "公示已经停下来"),
    "access-copy": ("周例平（户主）", "没有印在这里的", "建筑面积", "区审核员 打开案卷", "要求更正"),
}
TWO_COPIES = {
    "ineligible", "feedback", "refusal", "undertaking", "not-handled", "missing-papers", "originals-call",
}  # fmt: skip


@pytest.mark.parametrize("name", ALL)
def test_paper_says_what_its_form_asks_for(name: str) -> None:
    text = text_of(printed(ALL[name]()))
    for words in WORDS[name]:
        assert words in text
    assert "演示件，不作凭证" in text
    assert "总账 2026年3月15日 7K3M-9QXP-W2TD-5RHN" in text


@pytest.mark.parametrize("name", ALL)
def test_paper_is_pdf_a_2b_and_prints_to_the_same_bytes(name: str) -> None:
    first = printed(ALL[name]())
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in first
    assert first == printed(ALL[name]())
    assert first != printed(ALL[name](), number="松低保〔2026〕138-1 号")


@pytest.mark.parametrize("name", ALL)
def test_the_code_on_every_copy_is_read_by_an_independent_reader(name: str, tmp_path: Path) -> None:
    read = [text for page in pages_of(printed(ALL[name]()), tmp_path) for text, _ in codes_of(page)]
    assert read == [URL] * (2 if name in TWO_COPIES else 1)


def test_the_longest_code_is_read_off_the_sheet(tmp_path: Path) -> None:
    longest = ("https://dibao.example/check#" + "aB3_-" * 90)[:450]
    pages = pages_of(printed(certificate(), url=longest), tmp_path, dpi=200)
    assert [text for page in pages for text, _ in codes_of(page)] == [longest]
    with pytest.raises(Refusal) as refused:
        printed(certificate(), url=f"{longest}x")
    assert refused.value.code == "paper.qr_too_long"


def test_a_call_that_was_not_received_yet_names_no_day() -> None:
    text = text_of(printed(originals_call(due_on=None)))
    assert "请自收到本通知之日起三日内" in text
    assert "24时前" not in text


@pytest.mark.parametrize("name", sorted(TWO_COPIES))
def test_two_copies_say_whose_they_are_and_the_archive_keeps_the_receipt(name: str) -> None:
    text = text_of(printed(ALL[name]()))
    assert "第一联 存档" in text.replace("　", " ")
    assert "第二联 交申请人" in text.replace("　", " ")
    assert text.count("收到第二联的") == 1


@pytest.mark.parametrize("name", ALL)
def test_a_paper_never_issued_has_no_code(name: str, tmp_path: Path) -> None:
    pages = pages_of(printed(ALL[name](), url=""), tmp_path, dpi=80)
    assert not any(codes_of(page) for page in pages)


def test_an_application_asks_for_no_authorisation_where_the_pack_has_none() -> None:
    text = text_of(printed(application(authorising=[])))
    assert "授权" not in text
    assert "申报的收入" in text


def test_what_became_of_a_family_leaves_room_for_its_address(tmp_path: Path) -> None:
    """A column as wide as its longest words would leave the address one character wide."""
    words = ("SL-2026-0137", "11月12日", "周例平", 4, "槐安路 12 号 3 单元 501", "方示宁", "已转街道", "")
    longest = max((zh for zh, _ in STAGE_WORDS.values()), key=len)
    line = RegisterLine(*words, "11月13日", longest)
    assert len(pages_of(printed(family_register(lines=[line] * 8)), tmp_path)) == 1


def test_without_a_meeting_no_place_is_left_for_one() -> None:
    """A form with an empty opinion and a place for a seal would look unfinished (C-16)."""
    text = text_of(printed(approval_form(residents=None, present=[])))
    assert "加盖社区居委会公章" not in text
    assert "加盖街道救济专用章" in text


@pytest.mark.parametrize("changes", [{}, {"residents": None, "present": []}])
def test_the_code_of_an_approval_form_never_stands_alone_on_a_page(changes: dict[str, Any]) -> None:
    last = texts_of(printed(approval_form(**changes)))[-1]
    assert "查验号" in last
    assert "加盖区社会救济专用章" in last


def test_feedback_keeps_an_objection_and_a_form_left_unsigned() -> None:
    objected = text_of(printed(feedback(outcome="objected", reason="漏了一笔药费。")))
    assert "☑ 有异议" in objected
    assert "理由：漏了一笔药费。" in objected
    unsigned = text_of(
        printed(feedback(outcome="not_signed", reason="说要问子女。", witness=Hand("方示宁", INK)))
    )
    assert "申请人没有签字：说要问子女。" in unsigned
    assert "☑" not in unsigned


def test_a_whole_file_prints_each_paper_by_its_own_template(tmp_path: Path) -> None:
    sheets = [(format_sheet(ALL[name]()), mark()) for name in ("family-file", "ineligible", "certificate")]
    pdf = print_sheets("家庭档案", sheets, mark().issued_at)
    assert [page.width > page.height for page in pages_of(pdf, tmp_path, dpi=20)] == [False] * 4 + [True]
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf


@pytest.mark.parametrize("head", ["周\ue000平", "周\U000323af", "𰻝\U0002ebf0\U000323af"])
def test_a_name_no_font_can_print_is_refused_by_its_characters(head: str) -> None:
    with pytest.raises(Refusal) as refused:
        printed(ineligible(head=head))
    assert refused.value.code == "paper.glyph"
    unprintable = find_unprintable(head)
    assert unprintable
    assert all(f"U+{ord(character):04X}" in unprintable for character in head[1:-1] or head[1:])


def test_a_name_every_font_has_is_named_by_nobody() -> None:
    assert find_unprintable("周例平𠮷·Ab阿布都热西提") == ""
    assert find_unprintable("") == ""


def test_what_a_person_wrote_is_never_read_as_markup() -> None:
    head = '#panic("x")*周*$a$\\"'
    assert head in text_of(printed(ineligible(head=head)))


def test_the_day_on_the_paper_is_the_day_it_was_issued() -> None:
    sheet = format_sheet(ineligible())
    later = mark(issued_on=date(2026, 3, 17))
    assert "2026年3月17日" in text_of(print_sheet(sheet, later))
