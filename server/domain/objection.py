"""Objections to a notice: what they ask of the next team, when they are answered, how far they have come.

Part of S7-NOTICE-03 and S7-AMB-06: the clock stops, others investigate, the notice is posted anew, whoever
gave a name is answered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from server.domain.case import Case
from server.domain.days import Calendar
from server.domain.policy import ObjectionRules
from server.domain.stage import Stage
from server.errors import Refusal

IN_PERSON: Final = "in_person"
PHONE: Final = "phone"
PAGE: Final = "page"
MOST_WORDS: Final = 2000
_MOST_NAME: Final = 60
_LEAST_SECRET: Final = 6
_MOST_SECRET: Final = 128
# Crockford's base 32: nothing in it is mistaken for something else when it is read out on the telephone.
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DRAWN: Final = 8
RECEIPT_BITS: Final = 5 * _DRAWN
_RECEIPT: Final = re.compile(r"Y-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


@dataclass(frozen=True)
class Statement:
    """What somebody objects, and who they are where they say so; kept as evidence, never shown in public."""

    text: str
    name: str = ""
    contact: str = ""
    secret: str = ""  # a password of their own, to read the answer with
    once: str = ""  # of the form it was written in: sent twice, it is filed once

    @property
    def is_named(self) -> bool:
        """Whether there is somebody to answer (S7-AMB-06)."""
        return bool(self.name.strip() or self.contact.strip())


def check_statement(statement: Statement, rules: ObjectionRules) -> None:
    """An objection says something; it needs no name unless the pack asks for one (S7-AMB-06)."""
    if not statement.text.strip():
        raise Refusal("objection.words")
    if not rules.anonymous and not statement.name.strip():
        raise Refusal("objection.name_needed")
    check_lengths(statement)


def check_lengths(statement: Statement) -> None:
    """What is written stays within what a page takes, whatever it is about."""
    if len(statement.text) > MOST_WORDS:
        raise Refusal("objection.too_long", most=MOST_WORDS, given=len(statement.text))
    if max(len(statement.name), len(statement.contact)) > _MOST_NAME:
        raise Refusal("objection.name_long", most=_MOST_NAME)
    if statement.secret and not _LEAST_SECRET <= len(statement.secret) <= _MOST_SECRET:
        raise Refusal("objection.secret_length", least=_LEAST_SECRET, most=_MOST_SECRET)


def format_receipt(bits: int) -> str:
    """``Y-7K3M-9QXD`` of forty random bits: nobody finds another's by counting."""
    drawn = "".join(_LETTERS[bits >> 5 * place & 31] for place in range(_DRAWN))
    return f"Y-{drawn[:4]}-{drawn[4:]}"


def parse_receipt(text: str) -> str:
    """A receipt number as it was read or typed; what cannot be one is refused like one nobody has."""
    typed = re.sub(r"[\s-]", "", text).upper().translate(_READ_AS)
    typed = typed.removeprefix("Y") if len(typed) > _DRAWN else typed
    receipt = f"Y-{typed[:4]}-{typed[4:]}"
    if _RECEIPT.fullmatch(receipt) is None:
        raise Refusal("objection.unknown")
    return receipt


def barred_assessors(case: Case, rules: ObjectionRules) -> frozenset[str]:
    """Whoever was sent before the last objection: others investigate again (S7-AMB-06, D-10)."""
    if not rules.other_team:
        return frozenset()
    before: frozenset[str] = frozenset()
    sent: set[str] = set()
    for act in case.acts:
        if act.kind == "team_assigned":
            sent.update(act.facts["assessors"])
        elif act.kind == "objection_filed" or act.facts.get("outcome") == "objected":
            before = frozenset(sent)
    return before


def check_other_team(case: Case, rules: ObjectionRules, team: Mapping[str, str]) -> None:
    """Nobody who was sent before the objection looks into it; ``team`` holds names by assessor."""
    again = [name for assessor, name in team.items() if assessor in barred_assessors(case, rules)]
    if again:
        raise Refusal("team.same_after_objection", who="、".join(again))


def answer_due(filed_on: date, rules: ObjectionRules, calendar: Calendar) -> date:
    """By when a named objector has an answer: working days, the day of filing not counted (C-29)."""
    return calendar.add_working_days(filed_on, rules.answer_days)


# How far an objection has come, by where its case stands now; nothing of how the case was decided.
_STATES: Final[dict[Stage, str]] = {
    Stage.OBJECTED: "received",
    Stage.ASSIGNED: "another_team",
    Stage.VISITED: "investigated",
    Stage.ELIGIBLE: "investigated",
    Stage.NOTICED: "posted_again",
    Stage.NOTICED_ONLY: "posted_again",
}


def state_of(stage: Stage) -> str:
    """received | another_team | investigated | posted_again | closed."""
    return _STATES.get(stage, "closed")
