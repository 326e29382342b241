"""Names, identity numbers and households that can be nobody's.

Every name holds one of 例示样试 (example, shown, sample, trial). Every identity number has a right check
character (GB 11643) behind the area code 299901: GB/T 2260 has no province 29, and nobody lives there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from stdnum.iso7064 import mod_11_2

from server.services.seeding.dice import Dice
from server.services.seeding.places import PHONE, Community

AREA_CODE: Final = "299901"
_MARKS: Final = "例示样试"
_FAMILIES: Final = (
    "周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜谢邹喻柏章云苏潘葛范彭鲁韦马方任袁柳"
    "史唐费薛雷贺倪汤罗毕郝安常于傅齐康伍余顾孟黄萧尹姚邵汪祁毛狄米贝计成戴宋庞熊纪舒屈项祝董梁杜"
)
GIVEN: Final = "平远青和如宁文明兰珍海梅东英国芳林成勤安禾云生春秋华玉川岭舟松柏竹荷桂山石岩溪泉波涛晨曦"
_RARE: Final = ("古丽例·示买提", "欧阳样", "𠮷田试", "陈𬭩例", "样", "阿依示古丽·样力")
_JOBS: Final = (
    ("wages", "超市理货"),
    ("wages", "小区保洁"),
    ("wages", "工地零工"),
    ("wages", "家政钟点"),
    ("business", "早点摊"),
    ("business", "修鞋摊"),
)
_OLD: Final = (("pension", "养老金"), ("pension", "遗属补助"))
_OTHER: Final = (("maintenance", "子女给的"), ("maintenance", "前夫给的抚养费"), ("property", "出租一间房"))
_PENSION_AGE: Final = 60
_SPOUSE: Final = 2  # the number of a member
_WORKING_AGE: Final = 18


class Namer:
    """Gives each person a name nobody else has."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._taken: set[str] = set()
        self._rare = list(_RARE)

    @property
    def taken(self) -> frozenset[str]:
        """Every name given or kept back."""
        return frozenset(self._taken)

    def reserve(self, *names: str) -> None:
        self._taken.update(names)

    def name(self, family: str = "") -> str:
        """A new name; ``family`` is the family name where it is given."""
        while True:
            family_name = family or self._dice.choice(_FAMILIES)
            pair = [self._dice.choice(_MARKS), self._dice.choice(GIVEN)]
            self._dice.shuffle(pair)
            name = family_name + "".join(pair)
            if name not in self._taken:
                self._taken.add(name)
                return name

    def rare(self) -> str:
        """A name as some people have them: long, dotted, one character, beyond the BMP; else a common one."""
        return self._rare.pop() if self._rare else self.name()


class IdentityNumbers:
    """Gives each person a number nobody else has."""

    def __init__(self) -> None:
        self._next: dict[tuple[date, str], int] = {}

    def number(self, birth: date, sex: str) -> str:
        """Eighteen characters with a right check character; odd for a man, even for a woman."""
        key = (birth, sex)
        order = self._next.get(key, 1 if sex == "male" else 2)
        self._next[key] = order + 2
        body = f"{AREA_CODE}{birth:%Y%m%d}{order:03d}"
        return body + mod_11_2.calc_check_digit(body)


@dataclass
class Families:
    """Makes households that are poor in different ways."""

    dice: Dice
    today: date
    namer: Namer
    numbers: IdentityNumbers = field(default_factory=IdentityNumbers)

    def household(self, community: Community, poor: bool = True) -> dict[str, Any]:
        """A household as the application form gives it, living in the community."""
        road = self.dice.choice(community.roads)
        building = f"{road} {self.dice.randint(1, 120)} 号楼"
        members = self.dice.choice(
            (self._alone, self._couple, self._family, self._family, self._single_parent)
        )()
        self._give_incomes(members, poor)
        return self._at_home(building, members)

    def household_of(self, community: Community, persons: int, income_fen: int) -> dict[str, Any]:
        """A household of so many, of whom the head earns what all of them live on, in fen a month."""
        head = self._member(1, "head", self.dice.randint(40, 58))
        members = [head, *(self._relative(number, head) for number in range(2, persons + 1))]
        for member in members:
            member.pop("age")
        if income_fen:
            kind, source = self.dice.choice(_JOBS)
            head["incomes"] = [{"id": "i1", "kind": kind, "source": source, "amount_fen": income_fen}]
        road = self.dice.choice(community.roads)
        return self._at_home(f"{road} {self.dice.randint(1, 120)} 号楼", members)

    def _relative(self, number: int, head: dict[str, Any]) -> dict[str, Any]:
        """The spouse first, then children."""
        if number == _SPOUSE:
            return self._member(number, "spouse", self.dice.randint(40, 58))
        return self._member(number, "child", self.dice.randint(1, 17), head["name"][:1])

    def _at_home(self, building: str, members: list[dict[str, Any]]) -> dict[str, Any]:
        door = f"{self.dice.randint(1, 5)} 单元 {self.dice.randint(1, 6)}0{self.dice.randint(1, 4)}"
        return {
            "members": members,
            "address": f"{building} {door}",
            "building": building,
            "phone": PHONE if self.dice.happens(0.8) else "",
            "note": self.dice.choice(("", "", "", "听力不好，请多敲一会儿。", "白天有人在家。")),
        }

    def _alone(self) -> list[dict[str, Any]]:
        return [self._member(1, "head", self.dice.randint(45, 88))]

    def _couple(self) -> list[dict[str, Any]]:
        age = self.dice.randint(40, 80)
        return [self._member(1, "head", age), self._member(2, "spouse", age + self.dice.randint(-5, 5))]

    def _family(self) -> list[dict[str, Any]]:
        head = self._member(1, "head", self.dice.randint(32, 55))
        members = [head, self._member(2, "spouse", self.dice.randint(30, 55))]
        for number in range(3, 3 + self.dice.randint(1, 3)):
            members.append(self._member(number, "child", self.dice.randint(1, 19), head["name"][:1]))
        if self.dice.happens(0.35):
            members.append(self._member(len(members) + 1, "parent", self.dice.randint(66, 90)))
        return members

    def _single_parent(self) -> list[dict[str, Any]]:
        head = self._member(1, "head", self.dice.randint(28, 50))
        children = range(2, 2 + self.dice.randint(1, 2))
        return [head, *(self._member(number, "child", self.dice.randint(1, 17)) for number in children)]

    def _member(self, number: int, relation: str, age: int, family: str = "") -> dict[str, Any]:
        sex = self.dice.choice(("female", "male"))
        birth = self.today - timedelta(days=age * 365 + age // 4 + self.dice.randint(1, 364))
        rare = relation == "head" and self.dice.happens(0.03)
        has_number = age > 0 or self.dice.happens(0.5)
        return {
            "id": f"m{number}",
            "name": self.namer.rare() if rare else self.namer.name(family),
            "sex": sex,
            "birth": birth.isoformat(),
            "relation": relation,
            "identity_number": self.numbers.number(birth, sex) if has_number else "",
            "incomes": [],
            "age": age,
        }

    def _give_incomes(self, members: list[dict[str, Any]], poor: bool) -> None:
        """Incomes in whole tens of yuan; a household that is not poor earns well over the standard."""
        for member in members:
            kinds = self._kinds_for(member.pop("age"), member["relation"])
            share = self.dice.randint(30, 130) if poor else self.dice.randint(260, 420)
            member["incomes"] = [
                {
                    "id": f"i{number}",
                    "kind": kind,
                    "source": source,
                    "amount_fen": share * 10 * 100 // len(kinds),
                }
                for number, (kind, source) in enumerate(kinds, start=1)
            ]

    def _kinds_for(self, age: int, relation: str) -> list[tuple[str, str]]:
        if age >= _PENSION_AGE:
            return [self.dice.choice(_OLD)] if self.dice.happens(0.9) else []
        if age < _WORKING_AGE or relation == "child":
            return []
        kinds = [self.dice.choice(_JOBS)] if self.dice.happens(0.75) else []
        return [*kinds, self.dice.choice(_OTHER)] if self.dice.happens(0.3) else kinds
