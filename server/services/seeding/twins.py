"""Streets beside the told ones that are like them in everything but their names (``ruhu seed --cases``).

A twin of the town has streets, communities, staff, certified assessors and tablets of its own, set up through
the services; what was told of the town's households is then told of the twin's by other words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from stdnum.iso7064 import mod_11_2

from server.records.entries import Area, Assessor, Roll, User
from server.services.credentials import Certificate, issue_credentials
from server.services.devices import let_in
from server.services.district import District
from server.services.people import get_actor
from server.services.seeding.dice import Dice
from server.services.seeding.people import AREA_CODE, GIVEN
from server.services.seeding.schooling import TRAINED_BEFORE, certificate_of, hold_course
from server.services.seeding.staff import AssessorPost
from server.services.seeding.tablets import Tablet, enrol_tablet
from server.services.seeding.town import Town
from server.services.training import register_assessor

_FIRST_SERIAL: Final = 1000
_MARK: Final = 85
_KINDS: Final = ("街道", "社区")


@dataclass
class Twin:
    """The words of the town and what they are in this twin; its tablets by their assessor."""

    number: int  # from 1
    words: dict[str, str] = field(default_factory=dict)
    tablets: dict[str, Tablet] = field(default_factory=dict)

    def rename(self, name: str) -> str:
        """A person's name in this twin; the family name stays, so that what is masked reads the same."""
        return name[:1] + "".join(map(self._turn, name[1:]))

    def renumber(self, identity: str) -> str:
        """An identity number in this twin: another area nobody lives in, the same birth, its own check."""
        body = f"{int(AREA_CODE) - self.number:06d}{identity[6:17]}"
        return body + mod_11_2.calc_check_digit(body)

    def _turn(self, letter: str) -> str:
        place = GIVEN.find(letter)
        return GIVEN[(place + self.number) % len(GIVEN)] if place >= 0 else letter


def found_twins(district: District, town: Town, count: int, dice: Dice) -> list[Twin]:
    """Sets up so many twins on the town's first day; nobody of them gets a password."""
    twins = [Twin(number) for number in range(1, count + 1)]
    areas, rolls = district.office.every(Area), district.office.every(Roll)
    users = [user for user in district.office.every(User) if user.street]
    assessors = [one for one in district.office.every(Assessor) if one.id in town.tablets]
    for twin in twins:
        _name_places(district, twin, areas)
        _appoint(district, twin, users, rolls)
    _certify(district, town, twins, assessors, dice)
    for twin in twins:
        _hand_out_tablets(district, town, twin, assessors)
    return twins


def _name_places(district: District, twin: Twin, areas: Sequence[Area]) -> None:
    mark = f"{twin.number:02d}"
    for area in areas:
        kind = next(kind for kind in _KINDS if area.name_zh.endswith(kind))
        name = f"{area.name_zh.removesuffix(kind)}{mark}{kind}"
        named = (area.id + mark, name, f"{area.name_en} {mark}", area.code + mark)
        twin.words |= zip((area.id, area.name_zh, area.name_en, area.code), named, strict=True)
    for area in areas:
        other = replace(area, **{key: twin.words[getattr(area, key)] for key in ("id", "code")})
        named_so = {key: twin.words[getattr(area, key)] for key in ("name_zh", "name_en")}
        place = area.place.replace(area.name_zh, named_so["name_zh"])
        district.office.save(replace(other, **named_so, parent=twin.words.get(area.parent, ""), place=place))


def _appoint(district: District, twin: Twin, users: Sequence[User], rolls: Sequence[Roll]) -> None:
    for user in users:
        twin.words[user.name] = twin.rename(user.name)
        home = user.community or user.street
        own, name = twin.words[home] + user.id.removeprefix(home), twin.words[user.name]
        street, community = twin.words[user.street], twin.words.get(user.community, "")
        post = replace(user, id=own, name=name, street=street, community=community)
        district.office.save(replace(post, password="", assessor_id=""))
    for roll in rolls:
        members = tuple(
            {"id": member["id"].replace(roll.id, twin.words[roll.id]), "name": twin.rename(member["name"])}
            for member in roll.members
        )
        district.office.save(Roll(twin.words[roll.id], members))


def _certify(
    district: District, town: Town, twins: Sequence[Twin], assessors: Sequence[Assessor], dice: Dice
) -> None:
    """A course for each twin; then everybody is certified at once."""
    reviewer, opened_on = town.actor("district"), district.today()
    certificates: dict[str, Certificate] = {}
    for twin in twins:
        posts = [_post(twin, assessor, place, len(assessors)) for place, assessor in enumerate(assessors)]
        for post in posts:
            register_assessor(district, reviewer, post.name, post.street, post.id)
        hold_course(
            district, reviewer, f"低保业务培训（{twin.number:02d}）", opened_on - TRAINED_BEFORE, posts
        )
        certificates |= {post.id: certificate_of(post, dice, opened_on) for post in posts}
    issue_credentials(district, reviewer, certificates)


def _post(twin: Twin, assessor: Assessor, place: int, count: int) -> AssessorPost:
    """The twin of an assessor, with the next serial."""
    serial = f"{_FIRST_SERIAL + (twin.number - 1) * count + place:04d}"
    twin.words |= {assessor.id: f"a-{serial}", assessor.name: twin.rename(assessor.name)}
    twin.words[f'"serial":"{assessor.serial}"'] = f'"serial":"{serial}"'
    street = twin.words[assessor.street]
    return AssessorPost(f"a-{serial}", twin.words[assessor.name], serial, street, True, _MARK)


def _hand_out_tablets(district: District, town: Town, twin: Twin, assessors: Sequence[Assessor]) -> None:
    for assessor in assessors:
        officer = get_actor(district, twin.words[assessor.street])
        tablet = enrol_tablet(district, officer, twin.words[assessor.id], let_in)
        twin.tablets[tablet.assessor.id] = tablet
        twin.words[assessor.badge] = tablet.assessor.badge
        twin.words[town.tablets[assessor.id].device] = tablet.device
