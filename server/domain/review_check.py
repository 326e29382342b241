"""One line of what a reviewer sees checked: the rule, whether it holds, and what was found (S7-APPR-03)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One thing looked at; the fact says in words what was found where it failed, or what it waits for.

    ``about`` is the kind of the act it is about, so that the line of that act says what is wrong with it.
    """

    rule: str
    ok: bool
    zh: str
    en: str
    fact_zh: str = ""
    fact_en: str = ""
    waits: bool = False  # neither holds nor fails yet
    about: str = ""

    @property
    def failed(self) -> bool:
        return not (self.ok or self.waits)
