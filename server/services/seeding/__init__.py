"""A synthetic district, told through the very services a real one is worked with.

Nobody in it exists: names hold one of 例示样试, identity numbers have an area code of no place, streets and
communities are invented, pictures are drawn. The same seed and the same day give the same people and the same
stories; keys, salts and codes are random as everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from server.domain.act import Act
from server.domain.days import shanghai_date
from server.records.entries import Assessor, Profile
from server.records.index import CaseFilter
from server.services.district import District
from server.services.rosters import publish_roster
from server.services.seeding.clock import Clock, OfficeHours, Timetable
from server.services.seeding.dice import Dice
from server.services.seeding.meetings import Meetings
from server.services.seeding.office_work import tell_today
from server.services.seeding.people import Families, Namer
from server.services.seeding.places import COMMUNITIES
from server.services.seeding.staff import SEED, Person, make_staff
from server.services.seeding.stories import Stories, working_days
from server.services.seeding.town import found_town
from server.services.seeding.upkeep import Upkeep
from server.services.seeding.visits import Visitor

HISTORY: Final = timedelta(days=60)
HOUSEHOLDS: Final = 318
# A tenth earn too much and are found not eligible; the last four weeks are busier than the eight before.
_POOR: Final = 0.92
_RECENT: Final = timedelta(days=30)
_RECENT_SHARE: Final = 0.52
_GATHERING: Final = timedelta(days=13)


@dataclass(frozen=True)
class Account:
    """Who can sign in at the desk of the demonstration."""

    user: str
    password: str
    name: str
    roles: tuple[str, ...]
    street: str
    community: str


def is_seeded(district: District) -> bool:
    """Whether the folder holds a district already; a second start leaves it as it is."""
    return district.office.find(Profile, "district") is not None


def seed(
    district: District, clock: Clock, end: datetime, *, number: int = SEED, households: int = HOUSEHOLDS
) -> Counter[str]:
    """Fills an empty district with what happened up to ``end``; ``clock`` is the district's clock.

    Returns how many cases stand at each stage. The clock must show the first day: :func:`first_instant`.
    """
    dice = Dice(number)
    namer = Namer(dice)
    town = found_town(district, make_staff(namer), dice, shanghai_date(clock()))
    timetable = Timetable(clock, end)
    hours = OfficeHours(clock, district.calendar(), dice)
    assessors = {assessor.id: assessor for assessor in district.office.every(Assessor)}
    visitor = Visitor(district, dice, assessors)
    families = Families(dice, shanghai_date(end), namer)
    stories = Stories(town, timetable, hours, families, visitor, dice)
    upkeep = Upkeep(stories, Dice(number + 1))
    with _folding_seldom(district):
        upkeep.begin(namer)
        upkeep.tell(shanghai_date(clock()), shanghai_date(end))
        _tell(stories, households, shanghai_date(clock()), shanghai_date(end))
    _convene_next(stories)
    tell_today(town, upkeep.dice, upkeep.taken)
    publish_roster(district)
    return Counter(district.index.count_by_stage(CaseFilter()))


def first_instant(end: datetime) -> datetime:
    """When the seeded district begins, two months before ``end``."""
    return end - HISTORY


def list_accounts() -> list[Account]:
    """Everybody who can sign in, with the password everybody knows."""
    return [_account(person) for person in make_staff(Namer(Dice(SEED))).accounts]


def _account(person: Person) -> Account:
    return Account(person.id, person.password, person.name, person.roles, person.street, person.community)


@contextmanager
def _folding_seldom(district: District) -> Iterator[None]:
    """Meanwhile the index takes in only the acts that numbers run on from; afterwards it catches up."""
    listeners = district.casebook.on_append
    every = list(listeners)

    def fold_notices(acts: Sequence[Act]) -> None:
        notices = [act for act in acts if act.kind == "notice_posted"]
        for listener in every if notices else ():
            listener(notices)

    listeners[:] = [fold_notices]
    yield
    listeners[:] = every
    district.index.catch_up()


def _tell(stories: Stories, households: int, first: date, last: date) -> None:
    """Applications spread over the weeks, the communities by turns; one meeting a week in each."""
    days = list(working_days(stories, first, last))
    recent = [day for day in days if day > last - _RECENT]
    early = days[: len(days) - len(recent)]
    for place in range(households):
        street, community = COMMUNITIES[place % len(COMMUNITIES)]
        day = stories.dice.choice(recent if stories.dice.happens(_RECENT_SHARE) else early)
        poor = stories.dice.happens(_POOR)
        stories.timetable.add(stories.application(street, community, day, poor))
    for place, (street, community) in enumerate(COMMUNITIES):
        gathers = place == 0
        meetings = Meetings(stories, street, community)
        stories.timetable.add(meetings.season(days[place::5], last - _GATHERING if gathers else last))
    stories.timetable.run()


def _convene_next(stories: Stories) -> None:
    """The first community's next meeting is called for today: the demonstration can run it."""
    street, community = COMMUNITIES[0]
    waiting = stories.noticed[community.id][:3]
    if waiting:
        Meetings(stories, street, community).convene(waiting, stories.town.district.today())
