"""How pages write the codes of the reconsideration register (S7-DUTY-D5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext

from server.domain.stage import ACT_WORDS
from server.web.language import in_language

STATES: Final[Mapping[str, str]] = {
    "to_reply": lazy_gettext("等书面答复"),
    "to_decide": lazy_gettext("等复议决定"),
    "to_follow": lazy_gettext("等落实"),
    "closed": lazy_gettext("办结了"),
}
OUTCOMES: Final[Mapping[str, str]] = {
    "upheld": lazy_gettext("维持"),
    "changed": lazy_gettext("改变"),
    "again": lazy_gettext("重新作出"),
    "withdrawn": lazy_gettext("撤回申请"),
}


def decision_words(kind: str) -> str:
    """The act that is complained of."""
    return in_language(*ACT_WORDS[kind])
