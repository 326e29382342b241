"""A process that only reads follows the acts and the holidays of the one that writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from server.services.applications import register_application
from server.services.clocks import recount
from server.services.district import District, open_district
from server.services.following import Follower
from server.services.holidays import publish_year
from server.services.retention import erase_case
from server.services.searches import Asked, search
from tests.factories import (
    ADMINISTRATOR,
    CLERK,
    HEAD_OF_BUREAU,
    OFFICER,
    Clock,
    assigned_case,
    household,
)
from tests.server.services.receiving import receiving_case
from tests.server.services.test_part_erasures import on_disk, over


def test_acts_and_holidays_of_the_appender_are_followed(district: District) -> None:
    case = assigned_case(district)
    settings = replace(district.settings, reading=True, port=8201)
    reader = open_district(settings, district.couch, clock=Clock())
    follower = Follower(reader)
    assert (settings.data / "index-8201.sqlite").exists()
    assert [row.row.number for row in search(reader, OFFICER, Asked()).rows] == [case.number]
    number = register_application(district, CLERK, household()).number
    assert search(reader, OFFICER, Asked(q=number)).rows == []
    assert follower.catch_up() == 1
    assert [row.row.number for row in search(reader, OFFICER, Asked(q=number)).rows] == [number]
    assert follower.catch_up() == 0
    reader.close()


def test_a_household_that_is_erased_cannot_be_read_in_a_followers_own_file(district: District) -> None:
    """Not in its rows, nor in the words it is looked up by, nor in the log beside the index."""
    number = receiving_case(district)
    settings = replace(district.settings, reading=True, port=8203)
    reader = open_district(settings, district.couch, clock=Clock())
    follower = Follower(reader)
    follower.catch_up()
    mine = "index-8203.sqlite"
    assert [name for name in on_disk(district, "周例平") if name.startswith(mine)]
    over(district, number)
    erase_case(district, HEAD_OF_BUREAU, number)
    follower.catch_up()
    assert [name for name in on_disk(district, "周例平") if name.startswith(mine)] == []
    reader.close()


def test_deadlines_move_with_the_holidays_the_appender_enters(district: District) -> None:
    number = assigned_case(district).number
    settings = replace(district.settings, reading=True, port=8202)
    reader = open_district(settings, district.couch, clock=Clock())
    follower = Follower(reader)
    acts = len(list(district.casebook.documents()))
    enter_holidays(district)
    assert len(list(district.casebook.documents())) == acts  # no act says so
    assert follower.catch_up() == len(district.index.files_with_clocks()) == 1
    assert follower.catch_up() == 0
    assert reader.index.find_case(number) == district.index.find_case(number)
    reader.close()


def enter_holidays(district: District) -> None:
    """Ten days off from tomorrow on, weekends left out since they are off anyway."""
    days = [district.today() + timedelta(days=n) for n in range(1, 11)]
    off = [day for day in days if day.weekday() < 5]
    publish_year(district, ADMINISTRATOR, district.today().year, off, [], "国办发")
    recount(district)
