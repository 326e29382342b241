"""The notice in the stairwell says what the pack allows, and its code leads to its page."""

from __future__ import annotations

import dataclasses
import math
import re
import subprocess
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from server.documents.notice import PosterSize, print_notice
from server.domain.notice import NoticePeriod
from server.errors import Refusal
from tests.server.documents.papers import NOTICE_RULES, codes_of, notice_paper, pages_of, text_of

MM = 72 / 25.4  # in points


def test_notice_prints_the_words_of_the_poster() -> None:
    text = text_of(print_notice(notice_paper(), NOTICE_RULES))
    for words in (
        "松林街道办事处",
        "松低保公示〔2026〕21 号",
        "张贴于槐安路 12 号楼",
        "拟给予最低生活保障的公示",
        "周例平",
        "4 人",
        "每月 940.00 元",
        "公示三天：2026年3月17日至19日24时，张贴日不计。",
        "加盖街道办事处印章",
        "张贴人、时间：",
        "取下人、时间：",
        "公示号 2026-21",
        "演示件，不作凭证",
    ):
        assert words in text


def test_notice_prints_no_field_the_pack_leaves_out() -> None:
    rules = dataclasses.replace(NOTICE_RULES, fields=("head", "persons"))
    text = text_of(print_notice(notice_paper(), rules))
    assert "周例平" in text
    assert "940.00" not in text


def test_notice_says_every_way_to_object_the_pack_has() -> None:
    text = text_of(print_notice(notice_paper(), NOTICE_RULES)).replace("\n", "")
    assert (
        "可以不写姓名。电话 0000-000 0000；也可以到槐安社区居委会一楼低保站当面提出，或者扫下面的二维码。"
        in text
    )
    named = text_of(print_notice(notice_paper(anonymous=False, phone="", counter=""), NOTICE_RULES))
    assert "提出，写明姓名。请扫下面的二维码。" in named.replace("\n", "")
    assert "可以不写姓名" not in named


def test_notice_posted_again_names_the_days_it_hangs() -> None:
    again = notice_paper(days=4, period=NoticePeriod(date(2026, 3, 16), date(2026, 3, 17), date(2026, 3, 20)))
    text = text_of(print_notice(again, dataclasses.replace(NOTICE_RULES, days=7)))
    assert "公示四天：2026年3月17日至20日24时，张贴日不计。" in text


def test_notice_is_pdf_a_2b_on_one_page(tmp_path: Path) -> None:
    pdf = print_notice(notice_paper(), NOTICE_RULES)
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert len(pages_of(pdf, tmp_path, dpi=30)) == 1


def test_notice_of_the_longest_names_still_fits_one_page(tmp_path: Path) -> None:
    paper = notice_paper(
        head="阿布都热西提·买买提吐尔逊·依明江",
        place="松林东街 188 号院第 12 号楼第 3 单元东侧公告栏",
        counter="松林街道槐安路第二社区居民委员会一楼便民服务大厅低保站",
    )
    assert len(pages_of(print_notice(paper, NOTICE_RULES), tmp_path, dpi=30)) == 1


def test_the_poster_of_a3_is_the_one_of_a4_enlarged(tmp_path: Path) -> None:
    sizes: tuple[tuple[PosterSize, int], ...] = (("a4", 297), ("a3", 420))
    for size, height in sizes:
        [page] = pages_of(print_notice(notice_paper(), NOTICE_RULES, size), tmp_path, dpi=72)
        assert abs(page.height / 72 * 25.4 - height) < 1
        assert len(codes_of(page.resize((2 * page.width, 2 * page.height)))) == 1


def test_the_same_notice_prints_to_the_same_bytes() -> None:
    first = print_notice(notice_paper(), NOTICE_RULES)
    assert first == print_notice(notice_paper(), NOTICE_RULES)
    assert first != print_notice(notice_paper(head="吴样珍"), NOTICE_RULES)


def test_the_code_on_the_printed_page_leads_to_the_notice(tmp_path: Path) -> None:
    [page] = pages_of(print_notice(notice_paper(), NOTICE_RULES), tmp_path)
    assert [text for text, _ in codes_of(page)] == ["http://127.0.0.1:8000/board/notices/2026-21"]


def test_a_period_made_longer_by_a_rest_day_says_why() -> None:
    period = NoticePeriod(date(2026, 3, 26), date(2026, 3, 27), date(2026, 3, 30))
    text = text_of(print_notice(notice_paper(period=period), NOTICE_RULES))
    assert "公示三天：2026年3月27日至30日24时，张贴日不计。最后一天逢休息日，顺延到下一个工作日。" in text


def test_working_days_are_called_working_days() -> None:
    rules = dataclasses.replace(NOTICE_RULES, days=7, day_kind="working")
    period = NoticePeriod(date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 9))
    text = text_of(print_notice(notice_paper(period=period, days=7), rules))
    assert "公示七个工作日：2026年3月31日至4月9日24时，张贴日不计。有不同意见" in text


def test_a_rare_character_of_a_name_is_printed() -> None:
    assert "𠮷田𬭩" in text_of(print_notice(notice_paper(head="𠮷田𬭩"), NOTICE_RULES))


def test_a_character_no_font_has_is_refused_by_name() -> None:
    with pytest.raises(Refusal) as refused:
        print_notice(notice_paper(head="周\U000323af\ue000"), NOTICE_RULES)
    assert refused.value.code == "paper.glyph"
    assert "U+323AF" in refused.value.sentence()
    assert "U+E000" in refused.value.sentence("en")


def test_what_a_person_wrote_is_never_read_as_markup() -> None:
    head = '#panic("x")*周*$a$\\"'
    assert head in text_of(print_notice(notice_paper(head=head), NOTICE_RULES))


@pytest.mark.parametrize(
    "organ",
    [
        "松林街道办事处",
        "松林街道最低生活保障评审委员会办公室",
        "四方自治区示例市青禾河畔开发区社会救助综合服务中心",
    ],
)
def test_the_name_of_an_organ_stays_within_the_circle_of_its_seal(organ: str) -> None:
    """The circle has 20 mm around a middle 2 mm above that of the words."""
    boxes = _boxes_of(print_notice(notice_paper(organ=organ), NOTICE_RULES))
    foot = [(words, box) for words, box in boxes if box[0] > 300 and box[1] > 600]
    within = [(words, box) for words, box in foot if words in organ or words == "2026年3月16日"]
    assert "".join(words for words, _ in within) == f"{organ}2026年3月16日"
    corners = [corner for _, box in within for corner in product(box[::2], box[1::2])]
    across, down = ([corner[axis] for corner in corners] for axis in (0, 1))
    middle = ((min(across) + max(across)) / 2, (min(down) + max(down)) / 2 - 2 * MM)
    assert max(math.dist(corner, middle) for corner in corners) <= 20 * MM


def _boxes_of(pdf: bytes) -> list[tuple[str, tuple[float, ...]]]:
    """Each word with its left, top, right and bottom, in points."""
    done = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60
    )
    sides = "".join(rf' {side}="([0-9.]+)"' for side in ("xMin", "yMin", "xMax", "yMax"))
    found = re.findall(rf"<word{sides}>(.*?)</word>", done.stdout.decode())
    return [(words, tuple(map(float, box))) for *box, words in found]
