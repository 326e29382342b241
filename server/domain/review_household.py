"""The household as a review finds it: what was known before, with what changed (S7-REV-08, S7-DUTY-C6).

Rows are those of the home-visit form (:mod:`server.domain.benefit_answers`), so that one function works out
every benefit. Whoever left or died is not in them any more; what nobody asked about stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from server.domain.days import parse_date
from server.domain.household import Household, Income, Member
from server.domain.money import parse_yuan, plain_yuan
from server.errors import Refusal

STATUSES: Final = ("same", "left", "died")
_HERE: Final = ("same", "joined")
# What the home review asks of a member anew; an answer it leaves open stays as it was known.
_ASKED: Final = ("name", "relation", "health", "employment", "birth", "id_number")
_OWNED: Final = ("savings", "assets_total", "home", "tenure", "vehicles", "vehicle")


@dataclass(frozen=True)
class MemberNow:
    """One member as asked at the desk; ``id`` is empty for somebody new."""

    id: str
    status: str = "same"
    name: str = ""
    relation: str = "other"
    sex: str = ""
    birth: str = ""
    employment: str = ""
    incomes: Sequence[Mapping[str, str]] = field(default_factory=tuple)  # kind, source, amount in yuan


def declared_answers(household: Household) -> dict[str, Any]:
    """The rows of a household nobody visited yet: as it declared itself, or as it was taken over."""
    return {
        "member": [
            {
                "_id": member.id,
                "name": member.name,
                "relation": member.relation,
                "sex": member.sex,
                "birth": member.birth.isoformat(),
                "income": [
                    {
                        "_id": income.id,
                        "kind": income.kind,
                        "source": income.source,
                        "amount": plain_yuan(income.amount_fen),
                    }
                    for income in member.incomes
                ],
            }
            for member in household.members
        ]
    }


def found_household(declared: Household, answers: Mapping[str, Any]) -> Household:
    """Who lives there and what each earns as last found; what was not asked again is as declared.

    Whoever is named first stands for a head who is not there any more.
    """
    known = {member.id: member for member in declared.members}
    members = tuple(_found(known.get(str(row["_id"])), row) for row in answers.get("member") or ())
    if not members:
        return declared
    if all(member.relation != "head" for member in members):
        members = (replace(members[0], relation="head"), *members[1:])
    return replace(declared, members=members)


def _found(known: Member | None, row: Mapping[str, Any]) -> Member:
    """A member by the row of a visit or a review."""
    birth = str(row.get("birth") or "")
    return Member(
        id=str(row["_id"]),
        name=str(row.get("name") or (known.name if known else "")),
        sex=str(row.get("sex") or (known.sex if known else "female")),
        birth=known.birth if known and not birth else parse_date(birth),
        relation=str(row.get("relation") or (known.relation if known else "other")),
        identity_number=str(row.get("id_number") or (known.identity_number if known else "")),
        incomes=tuple(map(_found_income, row.get("income") or ())),
    )


def _found_income(row: Mapping[str, Any]) -> Income:
    amount = str(row.get("amount") or "")
    kind, source = str(row.get("kind") or "other"), str(row.get("source") or "")
    return Income(str(row.get("_id") or ""), kind, source, parse_yuan(amount) if amount else 0)


def with_members(
    answers: Mapping[str, Any], members: Sequence[MemberNow], savings: str, on: date
) -> dict[str, Any]:
    """The rows with every member as asked; refuses a member nobody asked about."""
    known = {str(row["_id"]): row for row in answers.get("member") or ()}
    asked = {member.id for member in members if member.id}
    if missing := [str(row.get("name")) for key, row in known.items() if key not in asked]:
        raise Refusal("periodic_review.member_missing", names="、".join(missing))
    rows = [_row(known.get(member.id, {}), member, n, on) for n, member in enumerate(members, start=1)]
    return _owned(answers, savings) | {"member": [row for row in rows if row is not None]}


def from_home_review(answers: Mapping[str, Any], seen: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The rows with what the sealed home review found (S7-REV-15)."""
    known = {str(row["_id"]): row for row in answers.get("member") or ()}
    rows = [
        _aged(_seen(known.get(str(row.get("_id")), {}), row), on)
        for row in seen.get("member") or ()
        if row.get("status") in _HERE
    ]
    return _owned(answers, str(seen.get("savings") or "")) | {"member": rows}


def who_left(members: Sequence[MemberNow]) -> Iterator[str]:
    """The ids of those who are no longer there."""
    return (member.id for member in members if member.status != "same")


def aged(answers: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The rows with everybody's age on a day."""
    return dict(answers) | {"member": [_aged(row, on) for row in answers.get("member") or ()]}


def _row(known: Mapping[str, Any], member: MemberNow, n: int, on: date) -> dict[str, Any] | None:
    if member.status not in STATUSES:
        raise Refusal("periodic_review.member_missing", names=member.name or str(known.get("name", "")))
    if member.status != "same":
        return None
    fresh = {
        "_id": member.id or f"new-{n}-{on.isoformat()}",
        **({"employment": member.employment} if member.employment else {}),
        "income": [{"_id": f"i{place}", **income} for place, income in enumerate(member.incomes, start=1)],
    }
    if not member.id:
        fresh |= {
            "name": member.name,
            "relation": member.relation,
            "sex": member.sex,
            "birth": member.birth,
        }
    return _aged({**known, **fresh}, on)


def _seen(known: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    asked = {key: row[key] for key in _ASKED if row.get(key) not in (None, "")}
    incomes = [dict(each) for each in row.get("income") or ()]
    return {**known, "_id": row.get("_id"), **asked, "income": incomes}


def _aged(row: Mapping[str, Any], on: date) -> dict[str, Any]:
    birth = str(row.get("birth") or "")
    if not birth:
        return dict(row)
    born = parse_date(birth)
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return dict(row) | {"age": age}


def _owned(answers: Mapping[str, Any], savings: str) -> dict[str, Any]:
    """What they own, with the savings asked now; a total from before counts no longer then."""
    owned = {key: answers[key] for key in _OWNED if answers.get(key) not in (None, "")}
    if savings:
        owned.pop("assets_total", None)
        owned["savings"] = savings
    return owned
