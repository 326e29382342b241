"""The words of draws and quarterly lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext, lazy_gettext

from server.domain.draw import DISTRICT_WIDE
from server.domain.quarter import Quarter, parse_quarter
from server.web.words import area, district_name

DRAW_KINDS: Final[Mapping[str, str]] = {
    "audit": lazy_gettext("复核抽审"),
    "notice": lazy_gettext("公示督查"),
}
OUTCOMES: Final[Mapping[str, str]] = {
    "keep": lazy_gettext("保持"),
    "adjust": lazy_gettext("调整"),
    "stop": lazy_gettext("停发"),
}
ZERO_DISTANCE: Final[Mapping[str, str]] = {
    "review": lazy_gettext("零距离复核"),
    "service": lazy_gettext("零距离服务"),
    "guidance": lazy_gettext("零距离指导"),
}
FAULTS: Final[Mapping[str, str]] = {
    "frame": lazy_gettext("抽样名单改动过"),
    "commitment": lazy_gettext("种子不是封存的那一个"),
    "result": lazy_gettext("抽中的社区不是这样抽出来的"),
    "head": lazy_gettext("总账不是封存那天的"),
}
LIST_STATES: Final[Mapping[str, str]] = {
    "early": lazy_gettext("还没到时候"),
    "due": lazy_gettext("要张贴"),
    "unproved": lazy_gettext("缺照片"),
    "hanging": lazy_gettext("正在公示"),
    "to_remove": lazy_gettext("要取下"),
    "done": lazy_gettext("办完了"),
    "missed": lazy_gettext("没有张贴"),
}
SAID: Final[Mapping[str, str]] = {
    "objection": lazy_gettext("异议"),
    "report": lazy_gettext("举报"),
}


def scope_name(scope: str) -> str:
    """``全区``, or the name of the street."""
    return district_name() if scope == DISTRICT_WIDE else area(scope)


def quarter_words(quarter: Quarter | str) -> str:
    """``2026年第1季度``."""
    known = parse_quarter(quarter) if isinstance(quarter, str) else quarter
    return str(gettext("%(year)d 年第 %(number)d 季度", year=known.year, number=known.number))
