"""A household as it declares itself: who lives there and what each earns (S7-APPLY-04)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from server.domain.days import parse_date
from server.domain.identity import check_identity_number
from server.domain.money import divide_fen, plain_yuan
from server.errors import Refusal

RELATIONS: Final = ("head", "spouse", "child", "parent", "grandparent", "grandchild", "sibling", "other")
INCOME_KINDS: Final = ("wages", "business", "property", "pension", "maintenance", "transfer", "other")
SEXES: Final = ("female", "male")
# What an application comes with that has an original to be compared with (S7-EVAL-03).
COPIES: Final = ("identity", "register", "income", "housing", "health")

_ADULT: Final = 18


@dataclass(frozen=True)
class Income:
    """One item of income, in fen a month."""

    id: str
    kind: str
    source: str
    amount_fen: int


@dataclass(frozen=True)
class Member:
    """One member; ``identity_number`` is empty for a person who has none."""

    id: str
    name: str
    sex: str
    birth: date
    relation: str
    identity_number: str = ""
    incomes: tuple[Income, ...] = ()

    @property
    def income_fen(self) -> int:
        return sum(income.amount_fen for income in self.incomes)

    def age_on(self, day: date) -> int:
        """Full years of age on a day."""
        return day.year - self.birth.year - ((day.month, day.day) < (self.birth.month, self.birth.day))


@dataclass(frozen=True)
class Household:
    """Members in the order declared; exactly one is the head."""

    members: tuple[Member, ...]
    address: str
    building: str
    phone: str = ""
    note: str = ""

    @property
    def head(self) -> Member:
        return next(member for member in self.members if member.relation == "head")

    def adults(self, today: date) -> tuple[Member, ...]:
        """Who is of age on a day (Civil Code art. 17)."""
        return tuple(member for member in self.members if member.age_on(today) >= _ADULT)

    @property
    def income_fen(self) -> int:
        return sum(member.income_fen for member in self.members)

    @property
    def per_capita_fen(self) -> int:
        """Income a person a month, rounded half up to a fen."""
        return divide_fen(self.income_fen, len(self.members))


def parse_household(data: Mapping[str, Any]) -> Household:
    """A household from plain data (as stored in evidence); refuses an impossible one in words."""
    household = Household(
        members=tuple(_parse_member(member) for member in data.get("members", ())),
        address=_filled(data, "address", "住址", "申请人"),
        building=str(data.get("building", "")).strip(),
        phone=str(data.get("phone", "")).strip(),
        note=str(data.get("note", "")).strip(),
    )
    _check_members(household.members)
    return household


def format_household(household: Household) -> dict[str, Any]:
    """The plain data of a household; the inverse of :func:`parse_household`."""
    data = asdict(household)
    for member in data["members"]:
        member["birth"] = member["birth"].isoformat()
        member["incomes"] = list(member["incomes"])
    return data | {"members": list(data["members"])}


def prefill(household: Household, materials: Collection[str] = ()) -> dict[str, Any]:
    """Answers a home visit starts from: who lives there, which incomes were named, which copies came.

    Amounts are asked anew, and nothing that has to be seen is filled in (S7-EVAL-03, S7-EVAL-05).
    """
    return {
        "member": [_known_of(member, household) for member in household.members],
        "copies": [copy for copy in COPIES if copy in materials],
    }


def declared_paths(household: Household) -> dict[str, str]:
    """What was declared, by the stable path of the answer it is compared with (design §7.4)."""
    return {
        f"member[{member.id}].income[{income.id}].amount": plain_yuan(income.amount_fen)
        for member in household.members
        for income in member.incomes
    }


def _known_of(member: Member, household: Household) -> dict[str, Any]:
    return {
        "_id": member.id,
        "name": member.name,
        "relation": member.relation,
        "sex": member.sex,
        "id_number": member.identity_number,
        "birth": member.birth.isoformat(),
        **({"marital": "married"} if _is_married(member, household) else {}),
        "income": [
            {"_id": income.id, "kind": income.kind, "source": income.source} for income in member.incomes
        ],
    }


def _is_married(member: Member, household: Household) -> bool:
    """The declared spouse, and the head a spouse was declared for."""
    has_spouse = any(other.relation == "spouse" for other in household.members)
    return member.relation == "spouse" or (member.relation == "head" and has_spouse)


def _parse_member(data: Mapping[str, Any]) -> Member:
    name = _filled(data, "name", "姓名", "成员")
    number = str(data.get("identity_number", "")).strip()
    return Member(
        id=str(data["id"]),
        name=name,
        sex=_one_of(data, "sex", SEXES, "性别", name),
        birth=parse_date(_filled(data, "birth", "出生日期", name)),
        relation=_one_of(data, "relation", RELATIONS, "关系", name),
        identity_number=check_identity_number(number) if number else "",
        incomes=tuple(_parse_income(income, name) for income in data.get("incomes", ())),
    )


def _parse_income(data: Mapping[str, Any], name: str) -> Income:
    amount = int(data["amount_fen"])
    if amount < 0:
        raise Refusal("money.negative")
    return Income(
        id=str(data["id"]),
        kind=_one_of(data, "kind", INCOME_KINDS, "收入种类", name),
        source=str(data.get("source", "")).strip(),
        amount_fen=amount,
    )


def _check_members(members: tuple[Member, ...]) -> None:
    if not members:
        raise Refusal("household.empty")
    if sum(member.relation == "head" for member in members) != 1:
        raise Refusal("household.no_head")
    numbers = Counter(member.identity_number for member in members if member.identity_number)
    for number, count in numbers.items():
        if count > 1:
            names = "、".join(member.name for member in members if member.identity_number == number)
            raise Refusal("household.same_identity", names=names)


def _filled(data: Mapping[str, Any], key: str, label: str, member: str) -> str:
    text = str(data.get(key, "")).strip()
    if not text:
        raise Refusal("household.field", member=member, field=label)
    return text


def _one_of(data: Mapping[str, Any], key: str, choices: tuple[str, ...], label: str, member: str) -> str:
    text = _filled(data, key, label, member)
    if text not in choices:
        raise Refusal("household.field", member=member, field=label)
    return text
