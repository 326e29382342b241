"""Words of employment linkage as pages show them; the codes are those of the published forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext

from server.domain.employment import Training
from server.services.sentences_employment import (
    ANSWER_WORDS,
    ATTENDED_WORDS,
    MEASURE_WORDS,
    OUTCOME_WORDS,
    STATUS_WORDS,
    training_state,
)
from server.web.language import in_language

FORM_STATES: Final[Mapping[str, str]] = {
    "due": lazy_gettext("等着发"),
    "issued": lazy_gettext("发了，等交回"),
    "returned": lazy_gettext("交回了"),
    "missing": lazy_gettext("过期没有交回"),
    "not_issued": lazy_gettext("过期没有发"),
    "no_form": lazy_gettext("办法里没有这张表"),
    "unknown": lazy_gettext("还没问过有没有工作"),
}


def status_word(code: str) -> str:
    return _word(STATUS_WORDS, code)


def outcome_word(code: str) -> str:
    return _word(OUTCOME_WORDS, code)


def measure_word(code: str) -> str:
    return _word(MEASURE_WORDS, code)


def answer_word(code: str) -> str:
    return _word(ANSWER_WORDS, code)


def training_word(training: Training) -> str:
    return in_language(*training_state(training.finished, training.going))


def attended_word(code: str) -> str:
    return _word(ATTENDED_WORDS, code)


def options_of(words: Mapping[str, tuple[str, str]], codes: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """The choices of a field in the person's language; all of them where no codes are given."""
    return [(code, in_language(*words[code])) for code in codes or tuple(words)]


def _word(words: Mapping[str, tuple[str, str]], code: str) -> str:
    return in_language(*words[code]) if code in words else code


# What templates say of offers, on whatever page they stand.
JOB_FILTERS: Final = {"measure": measure_word, "offer_answer": answer_word}
WORDS: Final[Mapping[str, Any]] = {
    "status_word": status_word,
    "outcome_word": outcome_word,
    "measure_word": measure_word,
    "answer_word": answer_word,
    "training_word": training_word,
    "attended_word": attended_word,
    "form_states": FORM_STATES,
}


def rate(permille: int | None) -> str:
    """``62.5 %`` of tenths of a per cent, which were rounded half up; a dash of nothing."""
    return "—" if permille is None else f"{permille // 10}.{permille % 10} %"


def period_name(year: int, number: int, per_year: int) -> str:
    """``2026 年上半年`` where there are two a year, else by number."""
    halves = {
        1: (f"{year} 年上半年", f"first half of {year}"),
        2: (f"{year} 年下半年", f"second half of {year}"),
    }
    if per_year == len(halves):
        return in_language(*halves[number])
    if per_year <= 1:
        return in_language(f"{year} 年", str(year))
    return in_language(f"{year} 年第 {number} 期", f"period {number} of {year}")
