"""The words of payments: how far a roll is, what a sum is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext

STATE_WORDS: Final[Mapping[str, str]] = {
    "proposed": lazy_gettext("等签字"),
    "sent_back": lazy_gettext("退回了，等重做"),
    "signed": lazy_gettext("签好了，等发给银行"),
    "sent": lazy_gettext("发给银行了，等结果"),
    "closed": lazy_gettext("已结清"),
}
KIND_WORDS: Final[Mapping[str, str]] = {
    "benefit": lazy_gettext("保障金"),
    "price_subsidy": lazy_gettext("临时价格补贴"),
    "arrears": lazy_gettext("补发"),
    "recovery": lazy_gettext("扣回"),
}
LINE_WORDS: Final[Mapping[str, str]] = {
    "monthly": lazy_gettext("保障金"),
    "subsidy": lazy_gettext("临时价格补贴"),
    "recovery": lazy_gettext("扣回"),
}
BUDGET_STATES: Final[Mapping[str, str]] = {
    "none": lazy_gettext("还没有预算"),
    "enough": lazy_gettext("够用"),
    "tight": lazy_gettext("剩的不够多发一个月"),
    "short": lazy_gettext("不够用"),
}
PROPOSAL_STATES: Final[Mapping[str, str]] = {
    "pending": lazy_gettext("等另一个人确认"),
    "standing": lazy_gettext("确认了"),
    "sent_back": lazy_gettext("退回了"),
}
HANDOUT_STATES: Final[Mapping[str, str]] = {
    "open": lazy_gettext("正在发"),
    "closed": lazy_gettext("发完了"),
    "called_off": lazy_gettext("作废了"),
}
LINE_STATES: Final[Mapping[str, str]] = {
    **STATE_WORDS,
    "returned": lazy_gettext("银行退回"),
    "held": lazy_gettext("银行退回，暂缓"),
}
