"""Why households are poor and what they need: codes, counts, shares and ranks (article 2).

A household may name several causes, so the shares of a distribution add up to more than the whole; each is
of the households that were asked. Shares are tenths of a per cent, rounded half up. Equal counts share a
rank and the next rank counts them all: 并列第三 … 第五 (S2-CAUSE-03, S2-CAUSE-05).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

# S2-CAUSE-00: five causes and one other; what the article counts under "other" the form asks by itself.
CAUSES: Final = (
    "no_fixed_job",
    "laid_off",
    "schooling",
    "accident",
    "disaster",
    "sick_child",
    "lost_ability",
    "misfortune",
    "other",
)
ARTICLE_CAUSES: Final = ("no_fixed_job", "laid_off", "schooling", "other", "accident", "disaster")
OTHER: Final = "other"
# S2-CAUSE-07. The article names the three groups by example; what it does not place is our reading of them.
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "macro": ("no_fixed_job", "laid_off"),
    "personal": ("lost_ability",),
    "family": ("schooling", "sick_child", "misfortune"),
    "unplaced": ("accident", "disaster", "other"),
}
NEEDS: Final = ("job", "level", "medical", "schooling", "pension", "other", "none")  # S2-NEED
AIDS: Final = (
    "medical",
    "schooling",
    "housing",
    "disaster",
    "care",
    "food",
)  # urgent, to be referred (S2-AID)
SANWU: Final = "sanwu"  # S2-SANWU, a member's
CAUSE, NEED, AID = "cause", "need", "aid"  # kinds of codes, as SANWU is
KINDS: Final = (CAUSE, NEED, AID, SANWU)


@dataclass(frozen=True)
class Code:
    """What a visit coded: a cause, a need, an aid to be referred to, or how many three-without persons."""

    kind: str
    code: str
    persons: int = 0  # of "sanwu"


@dataclass(frozen=True)
class Share:
    """One line of a distribution; ``permille`` is None where nobody was asked."""

    code: str
    count: int
    permille: int | None
    rank: int | None  # None where nobody named it


def read_codes(answers: Mapping[str, Any]) -> Sequence[Code]:
    """The codes of a visit's effective answers; nothing of what was written in words."""
    codes = [Code(CAUSE, code) for code in _chosen(answers.get("causes"), CAUSES)]
    codes += [Code(NEED, code) for code in _chosen(answers.get("needs"), NEEDS)]
    codes += [Code(AID, code) for code in _chosen(answers.get("urgent"), AIDS)]
    sanwu = sum(SANWU in _chosen(row.get("special"), (SANWU,)) for row in answers.get("member") or ())
    return [*codes, Code(SANWU, SANWU, sanwu)] if sanwu else codes


def distribution(counts: Mapping[str, int], codes: Sequence[str], asked: int) -> Sequence[Share]:
    """The counts of some codes as shares of the households asked, most first, equal ones as given."""
    ranks = rank({code: counts.get(code, 0) for code in codes})
    lines = [
        Share(code, counts.get(code, 0), permille(counts.get(code, 0), asked), ranks.get(code))
        for code in codes
    ]
    return sorted(lines, key=lambda line: -line.count)


def rank(counts: Mapping[str, int]) -> dict[str, int]:
    """Competition ranks, 1 for the most: as many stand before a code as were named more often than it."""
    named = {code: count for code, count in counts.items() if count > 0}
    return {code: 1 + sum(other > count for other in named.values()) for code, count in named.items()}


def permille(part: int, whole: int) -> int | None:
    """Tenths of a per cent, rounded half up; None of nothing."""
    return (2000 * part + whole) // (2 * whole) if whole else None


Households = Mapping[frozenset[str], int]  # how many named these causes together


def by_cause(households: Households) -> Counter[str]:
    """Households by each cause they named."""
    return _counted(households, frozenset)


def as_article(households: Households) -> Counter[str]:
    """Households by the article's six causes: what it counts under "other" is one cause a household."""
    return _counted(households, _article_of)


def by_group(households: Households) -> Counter[str]:
    """Households by the group their causes belong to, each once a group (S2-CAUSE-07)."""
    return _counted(households, _groups_of)


@lru_cache(1024)
def _article_of(causes: frozenset[str]) -> frozenset[str]:
    return frozenset(cause if cause in ARTICLE_CAUSES else OTHER for cause in causes)


@lru_cache(1024)
def _groups_of(causes: frozenset[str]) -> frozenset[str]:
    return frozenset(group for group, members in GROUPS.items() if causes.intersection(members))


def _counted(households: Households, of: Callable[[frozenset[str]], frozenset[str]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for causes, count in households.items():
        for code in of(causes):
            found[code] += count
    return found


def _chosen(answer: Any, known: Sequence[str]) -> Sequence[str]:
    """What was chosen of the known codes, in their order, each once."""
    codes = answer if isinstance(answer, list | tuple) else [answer]
    return [code for code in known if code in codes]
