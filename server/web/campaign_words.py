"""How pages write the codes of a campaign (article 3)."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext

KINDS: Final = {
    "recipient": lazy_gettext("正在享受低保"),
    "applied": lazy_gettext("申请了，没有入户调查"),
    "reported": lazy_gettext("有人举报"),
    "unlisted": lazy_gettext("困难，没有申请"),
}
RESULTS: Final = {
    "keep": lazy_gettext("保留"),
    "adjust": lazy_gettext("调整"),
    "remove": lazy_gettext("清退"),
    "add": lazy_gettext("纳入"),
    "refuse": lazy_gettext("不纳入"),
    "check": lazy_gettext("要再查"),
}
PROBLEMS: Final = {
    "policy": lazy_gettext("政策执行"),
    "recipient": lazy_gettext("对象不准"),
    "funds": lazy_gettext("资金"),
    "capacity": lazy_gettext("人手、能力"),
}
