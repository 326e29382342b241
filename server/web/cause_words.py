"""Words of causes and needs as pages show them (article 2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext

CAUSES: Final[Mapping[str, str]] = {
    "no_fixed_job": lazy_gettext("没有固定职业"),
    "laid_off": lazy_gettext("下岗失业"),
    "schooling": lazy_gettext("子女上学"),
    "accident": lazy_gettext("意外事故"),
    "disaster": lazy_gettext("天灾"),
    "sick_child": lazy_gettext("子女患病"),
    "lost_ability": lazy_gettext("主要劳力病残"),
    "misfortune": lazy_gettext("家庭突遭变故"),
    "other": lazy_gettext("其他"),
}
GROUPS: Final[Mapping[str, str]] = {
    "macro": lazy_gettext("宏观经济因素"),
    "personal": lazy_gettext("个人因素"),
    "family": lazy_gettext("家庭因素"),
    "unplaced": lazy_gettext("没有归类的"),
}
NEEDS: Final[Mapping[str, str]] = {
    "job": lazy_gettext("介绍一份合适的工作"),
    "level": lazy_gettext("提高保障水平"),
    "medical": lazy_gettext("医疗保障"),
    "schooling": lazy_gettext("助学"),
    "pension": lazy_gettext("养老保障"),
    "other": lazy_gettext("其他"),
    "none": lazy_gettext("都不需要"),
}
AIDS: Final[Mapping[str, str]] = {
    "medical": lazy_gettext("医疗救助"),
    "schooling": lazy_gettext("教育救助"),
    "housing": lazy_gettext("住房救助"),
    "disaster": lazy_gettext("灾害救助"),
    "care": lazy_gettext("没人照顾"),
    "food": lazy_gettext("断了吃的"),
}
