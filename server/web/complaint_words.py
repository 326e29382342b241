"""How pages write the codes of a tip-off (S7-DUTY-S6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext

ABOUT: Final[Mapping[str, str]] = {
    "household": lazy_gettext("骗取、冒领低保"),
    "staff": lazy_gettext("办事的人违规"),
}
STATES: Final[Mapping[str, str]] = {
    "received": lazy_gettext("等派人"),
    "assigned": lazy_gettext("正在核查"),
    "looked_into": lazy_gettext("等结论"),
    "found": lazy_gettext("等答复"),
    "closed": lazy_gettext("办结了"),
}
WAYS: Final[Mapping[str, str]] = {
    "visit": lazy_gettext("上门"),
    "documents": lazy_gettext("看材料"),
    "words": lazy_gettext("问人"),
}
RESULTS: Final[Mapping[str, str]] = {
    "true": lazy_gettext("属实"),
    "not_true": lazy_gettext("不属实"),
    "not_established": lazy_gettext("查不清"),
}
CONSEQUENCES: Final[Mapping[str, str]] = {
    "review": lazy_gettext("开始复核"),
    "recovery": lazy_gettext("建议追回"),
    "nothing": lazy_gettext("不用处理"),
    "discipline": lazy_gettext("移送纪检"),
}
