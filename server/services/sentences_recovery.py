"""What the acts of an overpayment say to a person (S7-DUTY-D2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from server.domain.money import format_yuan

if TYPE_CHECKING:
    from server.services.sentences import Names

REASON_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "died": ("家里有人去世", "a death in the family"),
    "moved": ("迁走了", "the family moved away"),
    "concealed": ("隐瞒收入、财产", "income or property was concealed"),
    "changed": ("情况变了没有及时报", "a change was reported late"),
    "office": ("经办机关算错、发错", "a mistake of the office"),
    "other": ("其他", "another reason"),
}
WAY_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "at_once": ("一次退清", "at once"),
    "instalments": ("每月从保障金里扣", "kept from the guarantee each month"),
    "cash": ("交现金，开收据", "in cash, against a receipt"),
}


def _found(facts: Mapping[str, Any], _names: Names) -> tuple[str, str]:
    yuan, (zh, en) = format_yuan(facts["amount_fen"]), REASON_WORDS[facts["reason"]]
    count = len(facts["months"])
    if not facts["asked_back"]:
        return (
            f"{count} 个月多发 {yuan} 元：{zh}。不向家里追。",
            f"{yuan} yuan overpaid in {count} months: {en}. Not asked back from the family.",
        )
    return f"{count} 个月多发 {yuan} 元：{zh}。", f"{yuan} yuan overpaid in {count} months: {en}."


def _agreed(facts: Mapping[str, Any], _names: Names) -> tuple[str, str]:
    zh, en = WAY_WORDS[facts["way"]]
    if fen := facts["monthly_fen"]:
        return f"{zh}，每月 {format_yuan(fen)} 元。", f"{en}, {format_yuan(fen)} yuan a month."
    return f"{zh}。", f"{en}."


def _received(facts: Mapping[str, Any], _names: Names) -> tuple[str, str]:
    yuan = format_yuan(facts["fen"])
    return f"{facts['on']} 退了 {yuan} 元。", f"{yuan} yuan paid back on {facts['on']}."


def _waived(facts: Mapping[str, Any], _names: Names) -> tuple[str, str]:
    yuan = format_yuan(facts["fen"])
    return f"免退 {yuan} 元。", f"{yuan} yuan let off."


RECOVERY_SENTENCES: Final[Mapping[str, Callable[[Mapping[str, Any], Names], tuple[str, str]]]] = {
    "overpayment_found": _found,
    "recovery_agreed": _agreed,
    "recovery_received": _received,
    "recovery_waived": _waived,
}
