"""What the acts of the upkeep say to a person: the same table as ``sentences``, for households in receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from server.domain.day_words import say_month
from server.domain.money import format_yuan
from server.services.sentences_employment import EMPLOYMENT_SENTENCES
from server.services.sentences_recovery import RECOVERY_SENTENCES
from server.services.sentences_review import REVIEW_SENTENCES

if TYPE_CHECKING:
    from server.services.sentences import Names

Sentence = Callable[[Mapping[str, Any], "Names"], tuple[str, str]]


def _taken_over(facts: Mapping[str, Any], _names: Names) -> tuple[str, str]:
    yuan, (since_zh, since_en) = format_yuan(facts["amount_fen"]), say_month(facts["since"])
    return (
        f"从原系统接入，{since_zh}起每月 {yuan} 元。",
        f"taken over from the system before, {yuan} yuan a month since {since_en}.",
    )


UPKEEP_SENTENCES: Final[Mapping[str, Sentence]] = {
    "taken_over": _taken_over,
    "class_set": lambda facts, _names: (f"定为 {facts['class']} 类。", f"set class {facts['class']}."),
    # periodic reviews
    **REVIEW_SENTENCES,
    # payments and recovery
    **RECOVERY_SENTENCES,
    # employment
    **EMPLOYMENT_SENTENCES,
    # retention
    "erased": lambda facts, _names: (
        f"保存到 {facts['kept_until']}，到期后销毁了 {facts['documents']} 份材料。",
        f"kept until {facts['kept_until']}; {facts['documents']} documents were erased after that.",
    ),
}
