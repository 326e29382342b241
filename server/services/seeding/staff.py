"""Who works in the synthetic district, and who of them can sign in as what."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from server.domain.committee import LEADER
from server.domain.permission import ADMIN, ASSESSOR, AUDITOR, CHAIR, CLERK, COMMITTEE, DISTRICT, HEAD, STREET
from server.services.seeding.people import Namer
from server.services.seeding.places import COMMUNITIES, STREETS, Street

SEED: Final = 20260312
COMMITTEE_SIZE: Final = 5
ASSESSORS_PER_STREET: Final = 12
TABLETS_PER_STREET: Final = 4
MEETING_MEMBERS: Final = 11
FIRST_SERIAL: Final = 213
FULL_MARK: Final = 100
PASS_MARK: Final = 60
# The last course: one passed and waits for the credential, one failed, two are yet to be trained.
_CANDIDATES: Final = (("何样宁", 81), ("邵试曦", 52), ("傅宁样", None), ("成试东", None))
_WORDS: Final = (
    *("songguo", "liuye", "qingshi", "huaihua", "bailu"),
    *("xiaoman", "yunque", "meiyu", "nanfeng", "zhulin"),
)
# The names of the pictures in the design, where they have one.
_KNOWN: Final = {
    "huaian": "方示宁",
    "songlin": "高样如",
    "songlin-2": "贺例明",
    "songlin-chair": "林试远",
    "district": "谢试文",
    "bureau": "钱样衡",
}
_KNOWN_ASSESSORS: Final = {"a-0217": "林试远", "a-0218": "罗样青", "a-0219": "沈例和"}
_KNOWN_ROLLS: Final = {
    "huaian": (
        *("王例海", "李示梅", "赵样东", "钱试英", "冯例国", "褚示芳"),
        *("卫样林", "蒋试兰", "韩例成", "杨示勤", "朱样和"),
    )
}


@dataclass(frozen=True)
class Person:
    """Somebody with a post; only those with an account are given a password."""

    id: str
    name: str
    roles: tuple[str, ...]
    street: str = ""
    community: str = ""
    assessor_id: str = ""
    has_account: bool = False
    post: str = ""  # on the committee, where the role does not say it

    @property
    def password(self) -> str:
        """The demonstration's password: always the same for the same person, known to everybody."""
        digest = hashlib.sha256(f"{SEED}:{self.id}".encode()).digest()
        return f"{_WORDS[digest[0] % len(_WORDS)]}-{1000 + int.from_bytes(digest[1:3]) % 9000}"


@dataclass(frozen=True)
class AssessorPost:
    """Somebody who assesses, or is to learn it; ``mark`` is what they got in the examination.

    A candidate holds no serial yet.
    """

    id: str
    name: str
    serial: str
    street: str
    has_tablet: bool
    mark: int | None = None


@dataclass(frozen=True)
class Staff:
    people: tuple[Person, ...]
    assessors: tuple[AssessorPost, ...]
    candidates: tuple[AssessorPost, ...]
    rolls: dict[str, tuple[dict[str, str], ...]]

    def get(self, person_id: str) -> Person:
        return next(person for person in self.people if person.id == person_id)

    def committee(self, street: str) -> list[Person]:
        """Five social workers, the officer and the leader in charge (S7-ORG-04)."""
        seats = {COMMITTEE, STREET}
        return [one for one in self.people if one.street == street and seats & set(one.roles)]

    def assessors_of(self, street: str) -> list[AssessorPost]:
        return [one for one in self.assessors if one.street == street]

    @property
    def accounts(self) -> list[Person]:
        return [person for person in self.people if person.has_account]


def make_staff(namer: Namer) -> Staff:
    """Everybody with a post, by the same names each time."""
    namer.reserve(*_KNOWN.values(), *_KNOWN_ASSESSORS.values(), *_KNOWN_ROLLS["huaian"])
    namer.reserve(*(name for name, _ in _CANDIDATES))
    assessors = tuple(
        post for number, street in enumerate(STREETS) for post in _assessors(street, number, namer)
    )
    people = (
        *(_clerk(street, community.id, namer) for street, community in COMMUNITIES),
        *(person for street in STREETS for person in _street_people(street, assessors, namer)),
        *_district_people(namer),
    )
    rolls = {community.id: _roll(community.id, namer) for _, community in COMMUNITIES}
    return Staff(people, assessors, _candidates(), rolls)


def _clerk(street: Street, community: str, namer: Namer) -> Person:
    has_account = _is_first(street) or community == street.communities[0].id
    return Person(community, _name(community, namer), (CLERK,), street.id, community, has_account=has_account)


def _street_people(street: Street, assessors: tuple[AssessorPost, ...], namer: Namer) -> list[Person]:
    """An officer, the leader in charge, five social workers, and who chairs (S7-ORG-04, S7-MEET-02)."""
    chair = next(one for one in assessors if one.street == street.id and one.has_tablet)
    officers = [
        Person(street.id, _name(street.id, namer), (STREET,), street.id, has_account=True),
        Person(f"{street.id}-2", _name(f"{street.id}-2", namer), (STREET,), street.id, post=LEADER),
    ]
    committee = [
        Person(
            f"{street.id}-c{n}", namer.name(), (COMMITTEE,), street.id, "", "", _is_first(street) and n == 1
        )
        for n in range(1, COMMITTEE_SIZE + 1)
    ]
    roles = (CHAIR, ASSESSOR)
    chairing = Person(f"{street.id}-chair", chair.name, roles, street.id, "", chair.id, has_account=True)
    return [*officers, *committee, chairing]


def _district_people(namer: Namer) -> list[Person]:
    posts = (("district", DISTRICT), ("bureau", HEAD), ("admin", ADMIN), ("auditor", AUDITOR))
    return [
        Person(person_id, _name(person_id, namer), (role,), has_account=True) for person_id, role in posts
    ]


def _assessors(street: Street, place: int, namer: Namer) -> list[AssessorPost]:
    first = FIRST_SERIAL + place * ASSESSORS_PER_STREET
    posts = []
    for number in range(ASSESSORS_PER_STREET):
        serial = f"{first + number:04d}"
        name = _KNOWN_ASSESSORS.get(f"a-{serial}") or namer.name()
        # The middle four carry the tablets: in the first street these are the assessors of the pictures.
        has_tablet = 4 <= number < 4 + TABLETS_PER_STREET
        posts.append(AssessorPost(f"a-{serial}", name, serial, street.id, has_tablet, _mark(first + number)))
    return posts


def _candidates() -> tuple[AssessorPost, ...]:
    first = FIRST_SERIAL + len(STREETS) * ASSESSORS_PER_STREET
    return tuple(
        AssessorPost(f"a-{first + place:04d}", name, "", STREETS[place % len(STREETS)].id, False, mark)
        for place, (name, mark) in enumerate(_CANDIDATES)
    )


def _mark(number: int) -> int:
    """Everybody certified passed, some of them only just."""
    return PASS_MARK + number * 7 % (FULL_MARK - PASS_MARK)


def _roll(community: str, namer: Namer) -> tuple[dict[str, str], ...]:
    names = _KNOWN_ROLLS.get(community) or tuple(namer.name() for _ in range(MEETING_MEMBERS))
    return tuple({"id": f"m-{community}-{n:02d}", "name": name} for n, name in enumerate(names, start=1))


def _is_first(street: Street) -> bool:
    """In the first street everybody has an account; elsewhere one of each post that moves a case on."""
    return street is STREETS[0]


def _name(person_id: str, namer: Namer) -> str:
    return _KNOWN.get(person_id) or namer.name()
