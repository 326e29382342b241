"""The working days known from the published holidays (design §6)."""

from __future__ import annotations

from server.domain.days import Calendar, parse_date
from server.records.entries import Holidays
from server.records.office import Office


def read_calendar(office: Office) -> Calendar:
    """Every published year; a year that is not there counts weekends only."""
    years = office.every(Holidays)
    exceptions = {parse_date(day): worked for year in years for day, worked in year.exceptions.items()}
    return Calendar(exceptions, frozenset(int(year.id) for year in years))
