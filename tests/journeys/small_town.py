"""A district made in a moment, for stories about one tablet: cases assigned, codes at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from server.services.assignments import assign_team
from server.services.credentials import badge_url
from server.services.devices import open_enrolment
from server.services.district import District
from tests.factories import (
    NAMES,
    OFFICER,
    TEAM,
    Clock,
    accepted_case,
    household,
    make_district,
    make_empty_district,
)
from tests.journeys.network import Network
from tests.journeys.ruhu import Server

HEAD, WIFE = "周例平", "陈示兰"  # as tests.factories.household names them
Answer = TypeVar("Answer")


class SmallTown:
    """One street, four assessors, a few cases; between two runs of its server the desk may act."""

    def __init__(
        self,
        folder: Path,
        network: Network,
        leads: Sequence[str],
        codes: Sequence[str],
        tree: Path | None = None,
        family: Sequence[Mapping[str, Any]] | None = None,
        policy: str = "sifang-seed@1",
    ) -> None:
        self.data = folder / "data"
        self.network = network
        self._tree = tree
        self.cases: list[str] = []
        with make_district(self.data, Clock(datetime.now(UTC))) as district:
            district.office.save(replace(district.profile, policy=policy))
            self.cases += [_assign(district, _team(lead, leads), family or _couple()) for lead in leads]
            self.badges = {one: badge_url(district, one) for one in TEAM}
            self.codes = [open_enrolment(district, OFFICER, assessor).code for assessor in codes]
        self.server = self._serve()

    def link(self, nth: int) -> str:
        """The address behind an enrolment's QR code."""
        return f"/tablet/#enrol={self.codes[nth]}"

    def at_the_desk(self, act: Callable[[District], Answer]) -> Answer:
        """Does something as the desk does, between two runs of the server."""
        self.server.stop()
        with make_empty_district(self.data, Clock(datetime.now(UTC))) as district:
            answer = act(district)
        self.server = self._serve()
        return answer

    def _serve(self) -> Server:
        port, url = self.network.server_port, self.network.url
        return Server(self.data, port=port, public_url=url, tree=self._tree)


def _couple() -> list[Mapping[str, Any]]:
    """A household of two, of which the wife earns and neither gave a number."""
    head, wife = household()["members"]
    return [head | {"incomes": [], "identity_number": ""}, wife | {"incomes": head["incomes"]}]


def _team(lead: str, leads: Sequence[str]) -> list[str]:
    """Three of the four assessors; whoever leads a visit of their own joins no other."""
    return [lead, *(one for one in NAMES if one not in leads)][: len(TEAM)]


def _assign(district: District, team: Sequence[str], family: Sequence[Mapping[str, Any]]) -> str:
    """The household's case, given to a team of three, the first of them the lead."""
    number = accepted_case(district, members=list(family)).number
    due_on = district.today() + timedelta(days=7)
    return assign_team(district, OFFICER, number, team, team[0], due_on, dict.fromkeys(team, "none")).number
