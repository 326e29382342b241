"""The district before its first application: areas, people, rolls, holidays, certified assessors, tablets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from server.domain.permission import Actor
from server.records.entries import Area, Holidays, Profile, Roll, User
from server.services.district import District
from server.services.holidays import decreed_days
from server.services.people import get_actor, save_user
from server.services.seeding.dice import Dice
from server.services.seeding.places import COMMUNITIES, PHONE, STREETS
from server.services.seeding.schooling import certify
from server.services.seeding.staff import Person, Staff
from server.services.seeding.tablets import Tablet, enrol_tablet

ISSUER: Final = "示例区低保中心"
DECREE: Final = "国务院办公厅关于 {year} 年部分节假日安排的通知"
_YEARS: Final = 2


@dataclass(frozen=True)
class Town:
    """The people of the district, ready to act."""

    district: District
    staff: Staff
    tablets: dict[str, Tablet]  # by assessor
    certified: dict[str, list[str]]  # street → assessors who may be sent
    actors: dict[str, Actor]

    def actor(self, person_id: str) -> Actor:
        """A person signed in; nobody's post changes while the stories run."""
        return self.actors[person_id]


def found_town(district: District, staff: Staff, dice: Dice, opened_on: date) -> Town:
    """Sets up a district that has worked for a while when the first story begins."""
    _name_places(district)
    _publish_holidays(district, opened_on.year)
    _appoint(district, staff)
    actors = {person.id: get_actor(district, person.id) for person in staff.people}
    certified = certify(district, actors["district"], staff, dice, opened_on)
    tablets = {
        assessor: enrol_tablet(district, actors[street], assessor)
        for street, assessors in certified.items()
        for assessor in assessors
    }
    return Town(district, staff, tablets, certified, actors)


def _name_places(district: District) -> None:
    district.office.save(Profile("district", "示例区", "Shili District", ISSUER, PHONE, district.policy.key))
    for street in STREETS:
        place = f"{street.name_zh}便民服务中心二楼低保所"
        district.office.save(
            Area(street.id, "street", street.name_zh, street.name_en, street.code, "", PHONE, place)
        )
    for street, community in COMMUNITIES:
        place = f"{community.name_zh}居委会一楼低保站"
        names = (community.name_zh, community.name_en, community.code)
        district.office.save(Area(community.id, "community", *names, street.id, PHONE, place))


def _publish_holidays(district: District, first_year: int) -> None:
    """The published exceptions of each year that has any; a later year stays provisional (design §6)."""
    for year in range(first_year, first_year + _YEARS):
        exceptions = decreed_days(year)
        if exceptions:
            district.office.save(Holidays(str(year), exceptions, DECREE.format(year=year)))


def _appoint(district: District, staff: Staff) -> None:
    """Only those with an account get a password; the others are known by name and cannot sign in."""
    for person in staff.people:
        user = _user(person)
        if person.has_account:
            save_user(district, user, person.password)
        else:
            district.office.save(user)
    for community, members in staff.rolls.items():
        district.office.save(Roll(community, members))


def _user(person: Person) -> User:
    areas = (person.street, person.community, person.assessor_id)
    return User(person.id, person.name, person.roles, "", *areas, post=person.post)
